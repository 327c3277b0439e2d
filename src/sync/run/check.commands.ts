import { AppError } from "#kernel/errors.ts";
import type { Deps } from "#platform/deps.ts";
import type { Connection } from "#sync/connection/connection.store.ts";
import { fitnessOf, otherCrm } from "#sync/connection/fitness.ts";
import { readSides } from "#sync/connection/sides.commands.ts";
import { createPut } from "#sync/mapping/outgoing.ts";
import { hasMarker, newMarker } from "#sync/outward/marker.ts";
import { valueOf } from "#sync/read/crm-trouble.ts";
import type { Failure } from "#zoho/failure.ts";
import { moveCheckpoint, type RunState } from "./advance.commands.ts";
import { fitLenses } from "./fit-lenses.ts";
import { modulesOf } from "./run-plan.ts";

/** A check that is made once a run, and again where the run asks for it. */
export function createCheck(deps: Deps, connection: Connection): RunState["check"] {
  let checking: Promise<void> | undefined;
  return (state, { again } = { again: false }) => {
    if (again) checking = undefined;
    return (checking ??= check(deps, state, connection));
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
async function check(deps: Deps, state: RunState, connection: Connection): Promise<void> {
  const { context, crm } = state;
  const org = valueOf(await crm.org());
  const other = otherCrm(org, connection);
  if (other) throw new AppError(other.code, other.facts);
  const sides = await readSides(deps, crm, context.organizationId, {
    module: context.settings.module,
    crmCurrency: org.iso_code,
    billingCurrency: context.baseCurrency,
  });
  const { stops, notice } = fitnessOf(context.settings, sides, connection);
  await state.deps.store.transact((tx) => tx.setProblem(connection.id, stops ?? notice, deps.clock.now()));
  if (stops) throw new AppError(stops.code, stops.facts);
  const crmFields = { Accounts: sides.accountFields, Contacts: sides.contactFields };
  const lenses = fitLenses(context, sides);
  if (context.pushes && context.kind !== "preview") await makeMarkers(state, crmFields);
  const puts = context.pushes ? putsOf(lenses, crmFields) : undefined;
  const hasMarker = context.hasMarker || (context.pushes && context.kind !== "preview");
  state.context = { ...context, lenses, crmFields, hasMarker, rules: { ...context.rules, puts } };
}

/** Before anything is made in a module of the CRM it has the field by which a lost answer's record is found. */
async function makeMarkers(
  { deps, context, crm }: RunState,
  fields: RunState["context"]["crmFields"],
): Promise<void> {
  for (const module of modulesOf(context.settings.module))
    if (!hasMarker(fields[module])) valueOf(await crm.createField(module, newMarker));
  if (context.hasMarker) return;
  await deps.store.transact((tx) =>
    tx.updateConnection(context.connectionId, { has_marker: true, updated_at: deps.clock.now() }),
  );
}

/** How values of billing are written to the CRM through these lenses. */
export function putsOf(
  { account, contact, unassociated }: RunState["context"]["lenses"],
  { Accounts, Contacts }: RunState["context"]["crmFields"],
): NonNullable<RunState["context"]["rules"]["puts"]> {
  return {
    customer: createPut(account, Accounts),
    person: createPut(contact, Contacts),
    unassociated: createPut(unassociated, Contacts),
  };
}
