import { contactPersonFields, customerFieldsWith } from "#billing/customer/customer-fields.ts";
import { listCustomerFields } from "#billing/customer/customer-field.store.ts";
import { AppError, type ErrorCode } from "#kernel/errors.ts";
import { inOrganization } from "#platform/db/db.ts";
import { checkSettings, currencyWords, type Sides } from "#sync/connection/check-settings.ts";
import { type Connection, setProblem } from "#sync/connection/connection.store.ts";
import type { MappingProblem } from "#sync/mapping/check-mapping.ts";
import { readCrmFields } from "#sync/mapping/crm-fields.client.ts";
import { valueOf } from "#sync/read/crm-trouble.ts";
import type { Failure } from "#zoho/failure.ts";
import { moveCheckpoint, type RunState } from "./advance.commands.ts";
import { fitLenses } from "./fit-lenses.ts";

/** A check that is made once a run, and again where the run asks for it. */
export function createCheck(connection: Connection): RunState["check"] {
  let checking: Promise<void> | undefined;
  return (state, { again } = { again: false }) => {
    if (again) checking = undefined;
    return (checking ??= check(state, connection));
  };
}

/**
 * Looks at the CRM again where it says that a field is gone, and whether the step can be done anew without it. The
 * list that was being read was of other fields, so it is begun from its start.
 */
export async function checkAgain(state: RunState, failure: Failure): Promise<boolean> {
  if (failure.kind !== "field_gone") return false;
  await state.check(state, { again: true });
  await moveCheckpoint(state, { position: undefined, read: 0, seen: {} });
  return true;
}

/**
 * What must hold before the first write of a run: the CRM is the one that was connected, the base currencies are equal
 * wherever money is mapped (F35), and the mapping still fits the fields of both sides. A row that no longer fits is left
 * out and shown as the connection's problem, the rest goes on; without a display name nothing does (F57). Asked of the
 * CRM then, not at every run: a run without changes costs two calls.
 */
async function check(state: RunState, connection: Connection): Promise<void> {
  const { deps, context, crm } = state;
  const org = valueOf(await crm.org());
  if (org.zgid !== connection.crm_zgid)
    throw new AppError("connection.other_crm", {
      connected: connection.crm_company,
      key_of: org.company_name,
    });
  const usesAccounts = context.settings.module !== "contacts";
  const accountFields = usesAccounts ? await readCrmFields(crm, "Accounts") : [];
  const contactFields = context.settings.module !== "accounts" ? await readCrmFields(crm, "Contacts") : [];
  const custom = await inOrganization(deps.db, context.organizationId, listCustomerFields);
  const sides: Sides = {
    accountFields,
    contactFields,
    customerFields: customerFieldsWith(custom),
    personFields: contactPersonFields,
    crmCurrency: org.iso_code,
    billingCurrency: context.baseCurrency,
  };
  const { lenses, problems } = fitLenses(context, sides);
  const left = checkSettings(context.settings, sides, connection.extent_allowed).filter(
    ({ path }) => !problems.some((one) => one.path === path),
  );
  const notice = noticeOf(sides, connection, problems);
  await inOrganization(deps.db, context.organizationId, (tx) =>
    setProblem(tx, connection.id, notice, deps.clock.now()),
  );
  const [first] = left;
  if (first) throw new AppError(refusalOf(sides, first), { message: first.problem, fields: left });
  state.context = { ...context, lenses };
}

/** What the connection shows from now on, until a person mends it. */
function noticeOf(
  sides: Sides,
  connection: Connection,
  problems: readonly MappingProblem[],
): { code: ErrorCode; facts: Record<string, unknown> } | undefined {
  const [first] = problems;
  if (first) return { code: "settings.field_gone", facts: { message: noticeWords(first), fields: problems } };
  if (sides.crmCurrency !== sides.billingCurrency && sides.crmCurrency !== connection.crm_currency)
    return { code: "settings.currency_differs", facts: { message: currencyWords(sides) } };
  return undefined;
}

function noticeWords({ path, problem }: MappingProblem): string {
  return `A row of the mapping is left out (${path}): ${problem}`;
}

function refusalOf(sides: Sides, { path }: MappingProblem): ErrorCode {
  if (path === "extent") return "settings.two_way_unavailable";
  const isMoney = sides.crmCurrency !== sides.billingCurrency && path === "mapping";
  return isMoney ? "settings.currency_differs" : "settings.field_gone";
}
