import type { BillingField } from "#billing/customer/customer-fields.ts";
import type { MappingRow, SyncSettings } from "#sync/connection/settings.api.ts";
import type { CrmField } from "./crm-field.ts";
import { isSendable } from "./outgoing.ts";

export type MappingProblem = { path: string; problem: string };

/** What each billing type can take from the CRM without guessing. Text takes everything that has a textual form. */
const takes: Record<BillingField["type"], readonly string[] | "anything"> = {
  text: "anything",
  text_area: "anything",
  email: ["email", "text"],
  phone: ["phone", "text"],
  url: ["website", "text"],
  number: ["integer", "bigint", "autonumber", "double", "decimal", "currency", "percent"],
  decimal: ["integer", "bigint", "double", "decimal", "currency", "percent"],
  date: ["date", "datetime"],
  check_box: ["boolean"],
  pick_list: ["picklist", "text"],
  currency: ["picklist", "text"],
};

/** CRM types without a textual form, or not made for people. */
const unmappable = new Set([
  "subform",
  "fileupload",
  "imageupload",
  "profileimage",
  "formula_object",
  "multiselectlookup",
  "multiuserlookup",
]);

/** Billing fields that hold money or decide about it; refused while the base currencies differ (F35). */
const moneyFields = new Set(["currency_code"]);

/** Whether a CRM field's values can go into a billing field. */
export function isCompatible(crm: CrmField, billing: BillingField): boolean {
  if (unmappable.has(crm.data_type)) return false;
  const types = takes[billing.type];
  return types === "anything" || types.includes(crm.data_type);
}

type Sides = { path: string; crm: readonly CrmField[]; billing: readonly BillingField[]; isPerson: boolean };

/** Everything wrong with one mapping, row by row: unknown or incompatible fields, two into one, a missing display name. */
export function checkRows(rows: readonly MappingRow[], sides: Sides): MappingProblem[] {
  const problems = problemsByRow(rows, sides).flat();
  if (!sides.isPerson && !rows.some(bringsName))
    problems.push({
      path: sides.path,
      problem: "map a CRM field to the display name: every customer needs one",
    });
  return problems;
}

/** The rows of a saved mapping that still fit both sides. */
export function fittingRows(
  rows: readonly MappingRow[],
  sides: Pick<Sides, "crm" | "billing">,
): MappingRow[] {
  const problems = problemsByRow(rows, { path: "", ...sides });
  return rows.filter((_, at) => problems[at]?.length === 0);
}

/** Whether a row brings the display name, without which there is no customer. */
export function bringsName(row: MappingRow): boolean {
  return row.billing === "display_name" && row.direction !== "to_crm";
}

function problemsByRow(
  rows: readonly MappingRow[],
  { path, crm, billing }: Omit<Sides, "isPerson">,
): MappingProblem[][] {
  const crmByName = new Map(crm.map((field) => [field.api_name, field]));
  const billingByName = new Map(billing.map((field) => [field.name, field]));
  return rows.map((row, at) => checkRow(row, at, { path, crmByName, billingByName, rows }));
}

type Looked = {
  path: string;
  crmByName: Map<string, CrmField>;
  billingByName: Map<string, BillingField>;
  rows: readonly MappingRow[];
};

function checkRow(
  row: MappingRow,
  at: number,
  { path, crmByName, billingByName, rows }: Looked,
): MappingProblem[] {
  const crm = crmByName.get(row.crm);
  const billing = billingByName.get(row.billing);
  const here = (part: "crm" | "billing", problem: string): MappingProblem => ({
    path: `${path}.${at}.${part}`,
    problem,
  });
  if (!crm)
    return [
      here(
        "crm",
        `the CRM has no field ${row.crm} that its user may see; choose another one or remove the row`,
      ),
    ];
  if (!billing)
    return [here("billing", `billing has no field ${row.billing}; choose another one or remove the row`)];
  const first = rows.findIndex((other) => other.billing === row.billing);
  if (first !== at) {
    return [
      here(
        "billing",
        `${billing.label} is mapped from ${rows[first]?.crm ?? "another field"} already; one billing field takes one CRM field`,
      ),
    ];
  }
  if (!isCompatible(crm, billing)) {
    return [
      here(
        "crm",
        `${crm.label} (${crm.data_type}) can't go into ${billing.label} (${billing.type}); choose a field of a fitting type`,
      ),
    ];
  }
  return row.direction === "to_billing" ? [] : checkOutward(row, at, crm, rows, here);
}

/** What keeps a row from going to the CRM: a field that cannot be written, or that another row writes already. */
function checkOutward(
  row: MappingRow,
  at: number,
  crm: CrmField,
  rows: readonly MappingRow[],
  here: (part: "crm", problem: string) => MappingProblem,
): MappingProblem[] {
  if (crm.read_only) return [here("crm", `${crm.label} is read-only in the CRM; it can only go to billing`)];
  if (!isSendable(crm))
    return [
      here(
        "crm",
        `${crm.label} (${crm.data_type}) cannot be written from billing; it can only go to billing`,
      ),
    ];
  const first = rows.findIndex((other) => other.crm === row.crm && other.direction !== "to_billing");
  if (first === at) return [];
  const problem = `${crm.label} takes its value from ${rows[first]?.billing ?? "another field"} already; let this row go to billing only`;
  return [here("crm", problem)];
}

/** Whether a configuration maps money, which needs equal base currencies. */
export function mapsMoney(settings: Pick<SyncSettings, "mapping">): boolean {
  return settings.mapping.some((row) => moneyFields.has(row.billing));
}
