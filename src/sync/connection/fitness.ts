import type { ErrorCode, Facts } from "#kernel/errors.ts";
import { bringsName, type MappingProblem } from "#sync/mapping/check-mapping.ts";
import { checkSettings, currencyWords, type Sides } from "./check-settings.ts";
import type { SyncSettings } from "./settings.api.ts";

/** What a connection shows until a person mends it. */
export type Notice = { code: ErrorCode; facts: Facts };

/** Whether a saved configuration still fits both sides: what keeps a run from its work, and what it only works without. */
export type Fitness = { stops: Notice | undefined; notice: Notice | undefined };

/** What was found when the CRM was connected. */
type Known = {
  crm_zgid: string;
  crm_company: string;
  crm_currency: string;
  extent_allowed: "two-way" | "one-way";
};

/**
 * Holds a saved configuration against what both sides are now. A row of the mapping that no longer fits is left out, the
 * rest goes on; without a display name nothing does (F57). A base currency that changed is told once more where no money
 * is mapped (F35).
 */
export function fitnessOf(
  settings: SyncSettings,
  sides: Sides,
  connection: Omit<Known, "crm_zgid" | "crm_company">,
): Fitness {
  const problems = checkSettings(settings, sides, connection.extent_allowed);
  const stopping = problems.filter((one) => !isLeftOut(one, settings));
  const leftOut = problems.filter((one) => isLeftOut(one, settings));
  const [first] = stopping;
  return {
    stops: first && { code: codeOf(sides, first), facts: { message: first.problem, fields: stopping } },
    notice: leftOutNotice(leftOut) ?? currencyNotice(sides, connection),
  };
}

/** The notice of a key that opens another CRM than the one that was connected. */
export function otherCrm(
  org: { zgid: string; company_name: string },
  { crm_zgid, crm_company }: Pick<Known, "crm_zgid" | "crm_company">,
): Notice | undefined {
  if (org.zgid === crm_zgid) return undefined;
  return { code: "connection.other_crm", facts: { connected: crm_company, key_of: org.company_name } };
}

/** The notice of a base currency that is neither billing's nor the one that was connected. */
export function currencyNotice(
  sides: Pick<Sides, "crmCurrency" | "billingCurrency">,
  { crm_currency }: Pick<Known, "crm_currency">,
): Notice | undefined {
  if (sides.crmCurrency === sides.billingCurrency || sides.crmCurrency === crm_currency) return undefined;
  return { code: "settings.currency_differs", facts: { message: currencyWords(sides) } };
}

function leftOutNotice(leftOut: readonly MappingProblem[]): Notice | undefined {
  const [first] = leftOut;
  if (!first) return undefined;
  const message = `A row of the mapping is left out: ${first.problem}`;
  return { code: "settings.field_gone", facts: { message, fields: leftOut } };
}

/** Whether a problem is one row's alone, and not the one of the row that brings the customers' names. */
function isLeftOut({ path }: MappingProblem, { mapping }: SyncSettings): boolean {
  const [list, at] = path.split(".");
  if (at === undefined) return false;
  const row = list === "mapping" ? mapping[Number(at)] : undefined;
  return row === undefined || !bringsName(row);
}

function codeOf(sides: Sides, { path }: MappingProblem): ErrorCode {
  if (path === "extent") return "settings.two_way_unavailable";
  const isMoney = sides.crmCurrency !== sides.billingCurrency && path === "mapping";
  return isMoney ? "settings.currency_differs" : "settings.field_gone";
}
