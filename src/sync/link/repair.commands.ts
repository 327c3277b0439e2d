import { changedCustomer, type Customer } from "#billing/customer/customer.ts";
import { getCustomer, getCustomerForUpdate } from "#billing/customer/customer.commands.ts";
import { customerFieldsWith } from "#billing/customer/customer-fields.ts";
import { listCustomerFields } from "#billing/customer/customer-field.store.ts";
import { updateCustomer } from "#billing/customer/customer.store.ts";
import { tellOfCustomer } from "#billing/customer/told.commands.ts";
import { AppError } from "#kernel/errors.ts";
import type { CustomerId } from "#kernel/id.ts";
import type { Member } from "#platform/auth/actor.ts";
import { inOrganization, type Tx } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import {
  type Connection,
  findConnectionForUpdate,
  updateConnection,
} from "#sync/connection/connection.store.ts";
import { openCrm } from "#sync/connection/crm.client.ts";
import { withRefusals } from "#sync/connection/options.commands.ts";
import type { SyncSettings } from "#sync/connection/settings.api.ts";
import { unassociatedMapping } from "#sync/mapping/default-mapping.ts";
import { createLens, type Incoming, readIncoming } from "#sync/mapping/incoming.ts";
import { valueOf } from "#sync/read/crm-trouble.ts";
import type { Zoho } from "#zoho/zoho.client.ts";
import { queueRun } from "#sync/run/run.commands.ts";
import { findActiveRun } from "#sync/run/run.store.ts";
import { closeLinks } from "./close.store.ts";
import type { LinkRow } from "./link.table.ts";
import { findPlace, type Place } from "./place.commands.ts";
import { customerModules, mayLink } from "./repair.ts";
import { findOwnLinks, findRecordLinks } from "./link-list.store.ts";
import { leavePersons, openLink } from "./repair.store.ts";

type Call = { deps: Deps; member: Pick<Member, "organizationId" | "actor"> };
/** A customer, and the connection where one is named. */
export type Wanted = { customer: CustomerId; connection: string | undefined };

/**
 * Unlinks a customer from its CRM record. Both stay as they are; the link is closed rather than forgotten, so that no
 * run links the two again or makes either anew.
 */
export async function unlink({ deps, member }: Call, { customer: id, connection }: Wanted): Promise<LinkRow> {
  return inOrganization(deps.db, member.organizationId, async (tx) => {
    await getCustomer(tx, id);
    const links = await findOwnLinks(tx, id);
    const [link, another] = links.filter(
      (one) => connection === undefined || one.connection_id === connection,
    );
    if (!link) throw new AppError("link.not_found", { customer: id });
    if (another)
      throw new AppError("link.connection_unclear", { connections: links.map((one) => one.connection_id) });
    // Held as a run's batch holds it, so that no run plans on what is being closed.
    await findConnectionForUpdate(tx, link.connection_id);
    const now = deps.clock.now();
    await closeLinks(tx, link.connection_id, [link.crm_id], now);
    await leavePersons(tx, link.connection_id, id, now);
    await countLink({ deps, member }, tx, id, -1, link.crm_id);
    return link;
  });
}

/**
 * Links a customer with a CRM record that a person names, and fetches it. The two have never agreed on anything yet, so
 * where they differ the set-up says whose value counts.
 */
export async function linkByHand(
  call: Call,
  { customer: id, connection, crmId }: Wanted & { crmId: string },
) {
  const { deps, member } = call;
  const place = await inOrganization(deps.db, member.organizationId, async (tx) => {
    await getCustomer(tx, id);
    return findPlace(tx, connection);
  });
  const incoming = await readRecord(call, place, crmId);
  return inOrganization(deps.db, member.organizationId, async (tx) => {
    const connectionId = place.connection.id;
    const held = await findConnectionForUpdate(tx, connectionId);
    const customer = await getCustomerForUpdate(tx, id);
    const links = await findOwnLinks(tx, id);
    const allowed = mayLink({
      customer,
      incoming,
      own: links.find((one) => one.connection_id === connectionId),
      theirs: (await findRecordLinks(tx, connectionId, [crmId])).get(crmId),
    });
    if (!allowed.ok) throw new AppError(allowed.refusal.code, allowed.refusal.facts);
    const { module, modifiedTime } = incoming;
    const now = deps.clock.now();
    const configVersion = place.connection.config_version;
    await openLink(tx, { connectionId, crmId, module, customerId: id, configVersion, modifiedTime, now });
    await countLink(call, tx, id, 1, incoming.name);
    if (held) await fetchNow(call, tx, held, place.settings, `${module}:${crmId}`);
    return connectionId;
  });
}

/** The record through the lens by which a run would read it. */
async function readRecord({ deps, member }: Call, place: Place, crmId: string): Promise<Incoming> {
  const { connection, settings } = place;
  const fields = await inOrganization(deps.db, member.organizationId, async (tx) =>
    customerFieldsWith(await listCustomerFields(tx)),
  );
  const crm = openCrm(deps, connection);
  return withRefusals(async () => {
    for (const module of customerModules(settings)) {
      const isOther = module === "Contacts" && settings.module !== "contacts";
      const lens = createLens(
        module,
        "customer",
        isOther ? unassociatedMapping(false) : settings.mapping,
        fields,
      );
      const names = [
        "Modified_Time",
        "Account_Name",
        ...(module === "Contacts" ? ["First_Name", "Last_Name"] : []),
      ];
      const currency = lens.rows
        .filter(({ billing }) => billing === "currency_code")
        .map(({ crm: name }) => name);
      const record = valueOf(await crm.record(module, crmId, [...names, ...currency]));
      if (!record) continue;
      const incoming = readIncoming(lens, record);
      if (!isOther || incoming.accountId === undefined) return incoming;
    }
    throw await unseen(crm, settings, crmId);
  });
}

/** Why a record cannot be linked: it is of a module that does not become customers, or the CRM shows none at all. */
async function unseen(crm: Zoho, settings: SyncSettings, crmId: string): Promise<AppError> {
  const [module, more] = customerModules(settings);
  const other = module === "Accounts" ? "Contacts" : "Accounts";
  const found = more === undefined ? await crm.record(other, crmId, ["Modified_Time"]) : undefined;
  if (!found?.ok || !found.value) return new AppError("run.record_not_visible", { crm_id: crmId });
  return new AppError("run.record_not_visible", {
    crm_id: crmId,
    message: `The record ${crmId} is one of ${other}, and customers come from ${module}`,
    remedy: `Give the id of one of ${module}.`,
  });
}

/** Writes to the customer how many records it is linked with, and tells its timeline. */
async function countLink(
  { deps, member }: Call,
  tx: Tx,
  id: CustomerId,
  more: 1 | -1,
  note: string,
): Promise<Customer> {
  const { organizationId, actor } = member;
  const act = { organizationId, actor, now: deps.clock.now(), ids: deps.ids };
  const from = await getCustomerForUpdate(tx, id);
  const to = changedCustomer(from, { crm_links: Math.max(0, from.crm_links + more) }, act.now);
  await updateCustomer(tx, to);
  const kind = more > 0 ? "linked" : "unlinked";
  await tellOfCustomer(tx, act, { customerId: id, kind, note, version: to.version });
  return to;
}

/**
 * Fetches the record at once where no run is in the way. Where that cannot be, and where contacts belong to the record,
 * the next run reads everything: they did not change, so that no list of changes names them.
 */
async function fetchNow(
  { deps, member }: Call,
  tx: Tx,
  connection: Connection,
  { module }: SyncSettings,
  subject: string,
): Promise<void> {
  const isApproved = connection.approved_version === connection.config_version;
  const isFree = connection.state === "active" && isApproved && !(await findActiveRun(tx, connection.id));
  if (!isFree || module === "accounts-and-contacts")
    await updateConnection(tx, connection.id, { last_full_at: null, updated_at: deps.clock.now() });
  if (isFree)
    await queueRun({ deps, member }, tx, connection.id, { kind: "fetch_one", mode: "incremental", subject });
}
