import { type CustomerEdit, editCustomer } from "#billing/customer/customer.api.ts";
import { defaultMapping } from "#sync/mapping/default-mapping.ts";
import type { z } from "zod";
import { query, type Sync } from "./sync-world.ts";
import type { Organization, World } from "./world.ts";

/** A field that people edit on either side: its names in the CRM and in billing. */
export type EditedField = { crm: string; billing: string };

/** What somebody writes into a field of a linked pair, on one side. */
export type Edit = Pick<Pair, "crmId" | "customerId"> & {
  side: "crm" | "billing";
  field: EditedField;
  value: string;
};

/** An account and its customer, with what each holds of the mapped fields, by their names in billing. */
export type Pair = { crmId: string; customerId: string; crm: Values; billing: Values };
type Values = Record<string, string | null>;

const accountMapping = defaultMapping("accounts", false);

/** The fields that go both ways by the default mapping: of the two that the account's name fills, the first. */
export const editedFields: readonly EditedField[] = accountMapping.filter(
  ({ crm }, at) => accountMapping.findIndex((row) => row.crm === crm) === at,
);

/** A value of a field that no other number gives, out of a word. */
export function valueOf({ billing }: EditedField, word: string, number: number): string {
  if (billing === "phone" || billing === "fax") return `+1 202 555 ${number}`;
  if (billing === "website") return `https://www.site${number}.example`;
  return `${word} ${number}`;
}

/** Writes values into the CRM, a hundred records a call. */
export async function editCrm(
  organization: Pick<Organization, "crm">,
  edits: readonly Pick<Edit, "crmId" | "field" | "value">[],
): Promise<void> {
  const rows = [...Map.groupBy(edits, ({ crmId }) => crmId)].map(([id, own]) => ({
    ...Object.fromEntries(own.map(({ field, value }) => [field.crm, value])),
    id,
  }));
  for (let at = 0; at < rows.length; at += 100) {
    const { body } = await organization.crm("PUT", "/Accounts", { data: rows.slice(at, at + 100) });
    const refused = body.data.find((one) => one["code"] !== "SUCCESS");
    if (refused) throw new Error(`the CRM refused an edit: ${JSON.stringify(refused)}`);
  }
}

/** Writes values into billing, a call a customer, some at once. */
export async function editBilling(
  organization: Pick<Organization, "send">,
  edits: readonly Pick<Edit, "customerId" | "field" | "value">[],
): Promise<void> {
  const waiting = [...Map.groupBy(edits, ({ customerId }) => customerId)];
  const work = async (): Promise<void> => {
    for (let next = waiting.pop(); next; next = waiting.pop())
      await organization.send(editCustomer, { params: { customer: next[0] }, body: bodyOf(next[1]) });
  };
  await Promise.all([work(), work(), work(), work()]);
}

/** A column such as `billing_city` is the part of an address in the API. */
function bodyOf(edits: readonly Pick<Edit, "field" | "value">[]): z.input<typeof CustomerEdit> {
  const body: Record<string, string | Record<string, string>> = {};
  for (const { field, value } of edits) {
    const [, side, part] = /^(billing|shipping)_(.+)$/.exec(field.billing) ?? [];
    if (side === undefined || part === undefined) body[field.billing] = value;
    else body[`${side}_address`] = { ...(body[`${side}_address`] as object), [part]: value };
  }
  return body;
}

/** All linked pairs, straight from the tables of both sides; or those whose record was deleted in the CRM. */
export async function pairsOf(
  world: Pick<World, "databaseUrl">,
  { organization, connection }: Pick<Sync, "connection"> & { organization: Pick<Organization, "id"> },
  state: "linked" | "deleted_in_crm" = "linked",
): Promise<Pair[]> {
  const rows = await query<{ crm_id: string; customer_id: string; crm: Values; billing: Values }>(
    world,
    `select l.crm_id, l.customer_id, r.values as crm, to_jsonb(c) as billing
       from link l join customer c on c.organization_id = l.organization_id and c.id = l.customer_id
       join crm_record r on r.organization_id = l.organization_id and r.id = l.crm_id::bigint
      where l.organization_id = $1 and l.connection_id = $2 and l.target = 'customer' and l.state = $3
      order by l.crm_id`,
    [organization.id, connection, state],
  );
  const only = (values: Values, from: "crm" | "billing"): Values =>
    Object.fromEntries(accountMapping.map((row) => [row.billing, values[row[from]] ?? null]));
  return rows.map(({ crm_id, customer_id, crm, billing }) => ({
    crmId: crm_id,
    customerId: customer_id,
    crm: only(crm, "crm"),
    billing: only(billing, "billing"),
  }));
}

/** Each mapped field of which a pair holds two values. */
export function differences(pairs: readonly Pair[]): string[] {
  return pairs.flatMap(({ crmId, crm, billing }) =>
    Object.keys(crm)
      .filter((field) => crm[field] !== billing[field])
      .map((field) => `${crmId} ${field}: CRM ${crm[field]}, billing ${billing[field]}`),
  );
}

/**
 * What became of edits that is not as it must be, when all is at rest: a field must hold what was written into it last
 * on one of the sides, and where the other side's last value had to give way, the history of the runs must have it.
 * The edits are in the order in which they were made on their side, each with a value of its own.
 */
export async function lostEdits(
  world: Pick<World, "databaseUrl">,
  organization: Pick<Organization, "id">,
  edits: readonly Edit[],
  pairs: readonly Pair[],
): Promise<string[]> {
  const held = new Map(pairs.map((pair) => [pair.crmId, pair]));
  const replaced = await query<{ what: string }>(
    world,
    `select r.crm_id || ' ' || (c.value ->> 'field') || ': ' || (c.value ->> 'from') as what
       from sync_run_record r cross join lateral jsonb_array_elements(r.changes::jsonb) c
       join sync_run on sync_run.organization_id = r.organization_id and sync_run.id = r.run_id
      where r.organization_id = $1 and r.changes is not null and sync_run.kind <> 'preview'`,
    [organization.id],
  );
  const onRecord = new Set(replaced.map(({ what }) => what));
  const last = new Map(edits.map((edit) => [`${edit.side} ${edit.crmId} ${edit.field.billing}`, edit]));
  return [...last.values()].flatMap(({ side, crmId, field, value }) => {
    const what = `${crmId} ${field.billing}: ${value}`;
    const now = held.get(crmId)?.crm[field.billing];
    if (now === value) return [];
    const other = last.get(`${side === "crm" ? "billing" : "crm"} ${crmId} ${field.billing}`);
    if (now !== other?.value) return [`${what}, written in ${side}, became ${now}, which nobody wrote last`];
    return onRecord.has(what) ? [] : [`${what}, written in ${side}, gave way to ${now} and is on no record`];
  });
}
