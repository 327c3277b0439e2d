import type { Field, FieldMap, ModuleName } from "#crm/field/field.ts";
import { stages } from "#crm/field/deal-fields.ts";
import type { Existing } from "#crm/record/draft.ts";
import type { RowProblem } from "#crm/record/row-check.ts";

/** A record that goes, and the fields whose values it gives to the one that stays. */
export type Child = { id: string; fields: readonly string[] };

/** What a merge is asked to do. `kept` are fields that the master is said to keep, which it does anyhow. */
export type MergeWish = { masterId: string; kept: readonly string[]; children: readonly Child[] };

/** A child as the table holds it, with the fields that it gives. */
export type Giver = { record: Existing; fields: readonly string[] };

/** A record after its merge. */
export type MergedRecord = { values: Record<string, unknown>; ownerId: string };

/** Most records that one merge takes in. Source: Zoho CRM v8. */
export const maxChildren = 2;

/** What a wish must be whatever the records hold: different records, and each field given once, by one that may give it. */
export function checkWish(fields: FieldMap, module: ModuleName, wish: MergeWish): RowProblem | undefined {
  const seen = new Set([wish.masterId]);
  const named = new Set(wish.kept);
  for (const [at, child] of wish.children.entries()) {
    if (seen.has(child.id))
      return refusal("DUPLICATE_DATA", "Valid record ids need to be given for merging", ofChild(at));
    seen.add(child.id);
    for (const [index, name] of child.fields.entries()) {
      const field = fields.get(name);
      if (!field || field.readOnly || field.type === "autonumber")
        return refusal("INVALID_DATA", "the field given seems to be invalid", ofField(at, index));
      const reason = module === "Deals" ? masterDecides[name] : undefined;
      if (reason !== undefined) return refusal("NOT_ALLOWED", reason, ofField(at, index));
      if (named.has(name))
        return refusal("DUPLICATE_DATA", "a field is mentioned more than once", ofField(at, index));
      named.add(name);
    }
  }
  return undefined;
}

/** Fields of a deal that no child gives, with Zoho CRM's reasons. */
const masterDecides: Readonly<Record<string, string>> = {
  Closing_Date: "Closing date will be automatically populated based on master record",
  Stage: "Stage field will be automatically populated based on chosen Pipeline",
  Probability:
    "Probability and Expected Revenue fields will be automatically populated based on chosen Stage",
  Expected_Revenue:
    "Probability and Expected Revenue fields will be automatically populated based on chosen Stage",
};

/** Whether a deal is won or lost, so that it can no longer be merged. */
export function isClosed(module: ModuleName, { values }: Pick<Existing, "values">): boolean {
  return module === "Deals" && stages.some(({ name, kind }) => name === values["Stage"] && kind !== "open");
}

/**
 * The master after its merge: its own values, empty ones too, but for the fields that a child gives. A reference to one
 * of the merged records would be one to itself, and is dropped.
 */
export function mergedRecord(
  fields: FieldMap,
  module: ModuleName,
  { master, givers }: { master: Existing; givers: readonly Giver[] },
): MergedRecord {
  const values = new Map(Object.entries(master.values));
  let ownerId = master.owner_id;
  for (const { record, fields: given } of givers) {
    for (const name of given.flatMap((one) => together[one] ?? [one])) {
      const value = record.values[name];
      if (name === "Owner") ownerId = record.owner_id;
      else if (value === undefined) values.delete(name);
      else values.set(name, value);
    }
  }
  const merged = new Set([master.id, ...givers.map(({ record }) => record.id)]);
  for (const { api_name, lookup } of fields.values()) {
    const id = values.get(api_name);
    if (lookup?.module === module && typeof id === "string" && merged.has(id)) values.delete(api_name);
  }
  return { values: Object.fromEntries(values), ownerId };
}

/** A currency never comes without its rate. */
const together: Readonly<Record<string, readonly string[]>> = { Currency: ["Currency", "Exchange_Rate"] };

/** What belongs together and would come from different records: an amount and its currency, a superior and the account. */
export function checkTogether(
  fields: FieldMap,
  { master, givers }: { master: Existing; givers: readonly Giver[] },
  { values }: MergedRecord,
): RowProblem | undefined {
  const sourceOf = (name: string): Existing =>
    givers.find((giver) => giver.fields.includes(name))?.record ?? master;
  const parted = (field: Field): string | undefined => {
    if (values[field.api_name] === undefined) return undefined;
    if (field.type === "currency" && sourceOf(field.api_name).values["Currency"] !== values["Currency"])
      return "Currency";
    const isApart = sourceOf("Reporting_To").id !== sourceOf("Account_Name").id;
    return field.api_name === "Reporting_To" && isApart ? "Account_Name" : undefined;
  };
  for (const field of fields.values()) {
    const partner = parted(field);
    if (partner === undefined) continue;
    const place = placeOf(givers, field.api_name) ?? placeOf(givers, partner) ?? {};
    const reason =
      partner === "Currency"
        ? "Amounts and their currency should belong to the same record"
        : "Reporting to and account should belong to the same record";
    return refusal("INVALID_DATA", reason, place);
  }
  return undefined;
}

/** Where the request names a field. */
function placeOf(givers: readonly Giver[], name: string): Record<string, unknown> | undefined {
  const at = givers.findIndex(({ fields }) => fields.includes(name));
  return at < 0 ? undefined : ofField(at, givers[at]?.fields.indexOf(name) ?? 0);
}

/** Where the request names a child: for the details of a refusal. */
export function ofChild(at: number): Record<string, unknown> {
  return { api_name: "id", json_path: `$.merge[0].data[${at}].id` };
}

function ofField(at: number, index: number): Record<string, unknown> {
  return { api_name: "api_name", json_path: `$.merge[0].data[${at}]._fields[${index}].api_name` };
}

export function refusal(code: string, message: string, details: Record<string, unknown>): RowProblem {
  return { code, details, message, status: "error" };
}
