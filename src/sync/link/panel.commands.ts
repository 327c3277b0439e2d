import { AppError } from "#kernel/errors.ts";
import type { CustomerId } from "#kernel/id.ts";
import type { Member } from "#platform/auth/actor.ts";
import { inOrganization } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import { getConnectionRow } from "#sync/connection/connection.commands.ts";
import { openCrm } from "#sync/connection/crm.client.ts";
import { withRefusals } from "#sync/connection/options.commands.ts";
import { valueOf } from "#sync/read/crm-trouble.ts";
import type { customerPanel } from "#sync/run/run.api.ts";
import type { z } from "zod";
import { findCustomerLink } from "./link-list.store.ts";
import { crmRecordUrl } from "./link-view.ts";

type Panel = z.input<(typeof customerPanel)["reply"]>;

const addressFields = {
  Accounts: ["Billing_Street", "Billing_City", "Billing_State", "Billing_Code", "Billing_Country"],
  Contacts: ["Mailing_Street", "Mailing_City", "Mailing_State", "Mailing_Zip", "Mailing_Country"],
} as const;

/** What the CRM says of a linked customer now: owner, phone, address, open deals, last activity (F37). */
export async function readPanel(
  { deps, member }: { deps: Deps; member: Member },
  customer: CustomerId,
): Promise<Panel> {
  const found = await inOrganization(deps.db, member.organizationId, async (tx) => {
    const link = await findCustomerLink(tx, customer);
    return link && { link, connection: await getConnectionRow(tx, link.connection_id) };
  });
  if (!found) throw new AppError("link.not_found", { customer });
  const { link, connection } = found;
  const crm = openCrm(deps, connection);
  return withRefusals(async () => {
    const fields = [
      "Owner",
      "Phone",
      "Last_Activity_Time",
      "Account_Name",
      ...(link.crm_module === "Contacts" ? ["First_Name", "Last_Name"] : []),
      ...addressFields[link.crm_module],
    ];
    const record = valueOf(await crm.record(link.crm_module, link.crm_id, fields));
    if (!record)
      throw new AppError("run.record_not_visible", { module: link.crm_module, crm_id: link.crm_id });
    const text = (name: string): string | null =>
      typeof record[name] === "string" && record[name] !== "" ? record[name] : null;
    const address = addressFields[link.crm_module].flatMap((name) => text(name) ?? []).join(", ");
    const person = [text("First_Name"), text("Last_Name")].filter(Boolean).join(" ");
    return {
      crm_id: link.crm_id,
      crm_module: link.crm_module,
      crm_url: crmRecordUrl(connection, link.crm_module, link.crm_id),
      name: link.crm_module === "Accounts" ? (text("Account_Name") ?? link.crm_id) : person,
      owner: nameOf(record["Owner"]),
      phone: text("Phone"),
      address: address === "" ? null : address,
      open_deals: await countOpenDeals(
        crm,
        link.crm_module === "Accounts" ? "Account_Name" : "Contact_Name",
        link.crm_id,
      ),
      last_activity: text("Last_Activity_Time"),
      read_at: deps.clock.now(),
    };
  });
}

/** Deals of the record that are neither won nor lost; null where the user may not read deals. */
async function countOpenDeals(
  crm: ReturnType<typeof openCrm>,
  field: string,
  id: string,
): Promise<number | null> {
  const where = {
    all: [
      { field, is: "=", value: id },
      { field: "Stage", is: "not in", values: ["Closed Won", "Closed Lost"] },
    ],
  } as const;
  const deals = await crm.coql({ select: ["id"], from: "Deals", where, limit: 200 });
  return deals.ok ? deals.value.records.length : null;
}

function nameOf(value: unknown): string | null {
  return value !== null && typeof value === "object" && "name" in value ? String(value.name) : null;
}
