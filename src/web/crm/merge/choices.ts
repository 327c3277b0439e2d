import { sectionsOf } from "#web/crm/fields/field-sections.ts";
import type { Module } from "#web/crm/module.ts";
import type { CrmField, CrmRecord } from "#web/crm/types.ts";

/** Most records of one merge, the one that stays among them. Source: Zoho CRM v8. */
export const maxRecords = 3;

/** The record that gives each field's value, by the field's name. */
export type Choices = Readonly<Record<string, string>>;

/** Fields of a deal that stay with the deal that stays. */
const ofMaster = new Set(["Stage", "Closing_Date", "Probability", "Expected_Revenue"]);

/** The fields that a merge chooses among, in the order of a record's page. */
export function choosable(module: Module, fields: readonly CrmField[]): CrmField[] {
  return sectionsOf(fields, module.one)
    .flatMap((section) => section.fields)
    .filter(({ read_only, data_type }) => !read_only && data_type !== "autonumber")
    .filter(({ api_name }) => module.name !== "Deals" || !ofMaster.has(api_name));
}

/** Whether the records hold different values of a field. */
export function differs({ api_name }: CrmField, records: readonly CrmRecord[]): boolean {
  return new Set(records.map((record) => wordOf(record[api_name]))).size > 1;
}

/** What a merge begins with: the master's values, and where it has none, those of the first record that has one. */
export function firstChoices(
  fields: readonly CrmField[],
  records: readonly CrmRecord[],
  master: CrmRecord,
): Choices {
  const alone = fields.filter((field) => partnersOf(field, fields).length === 1);
  const filled = alone.flatMap(({ api_name }) => {
    if (!isBlank(master[api_name])) return [];
    const giver = records.find((record) => !isBlank(record[api_name]));
    return giver ? [[api_name, giver.id]] : [];
  });
  return Object.fromEntries(filled) as Choices;
}

/** The choices after one: what belongs together comes from one record. */
export function chosen(
  choices: Choices,
  field: CrmField,
  fields: readonly CrmField[],
  record: string,
): Choices {
  const names = partnersOf(field, fields).map(({ api_name }) => [api_name, record] as const);
  return { ...choices, ...Object.fromEntries(names) };
}

/** A field with those that it is never parted from: an amount and its currency, a superior and the account. */
function partnersOf(field: CrmField, fields: readonly CrmField[]): CrmField[] {
  const isMoney = ({ data_type, api_name }: CrmField): boolean =>
    data_type === "currency" || api_name === "Currency" || api_name === "Exchange_Rate";
  const isPlace = ({ api_name }: CrmField): boolean =>
    api_name === "Reporting_To" || (api_name === "Account_Name" && fields.some(reportsTo));
  const hasCurrencies = fields.some(({ api_name }) => api_name === "Currency");
  if (isPlace(field)) return fields.filter(isPlace);
  return hasCurrencies && isMoney(field) ? fields.filter(isMoney) : [field];
}

function reportsTo({ api_name }: CrmField): boolean {
  return api_name === "Reporting_To";
}

/** The merge as the API takes it: the records that go, each with the fields that it gives. */
export function mergeBody(master: string, records: readonly CrmRecord[], choices: Choices): object {
  const data = records
    .filter(({ id }) => id !== master)
    .map(({ id }) => ({
      id,
      _fields: Object.entries(choices).flatMap(([api_name, giver]) => (giver === id ? [{ api_name }] : [])),
    }));
  return { merge: [{ data }] };
}

/** Values are the same where people see the same: references by their id, an empty check box as not ticked. */
function wordOf(value: unknown): string {
  if (isBlank(value)) return "";
  return typeof value === "object" && value !== null && "id" in value
    ? String(value.id)
    : JSON.stringify(value);
}

function isBlank(value: unknown): boolean {
  if (value === null || value === undefined || value === "" || value === false) return true;
  return Array.isArray(value) && value.length === 0;
}
