import { type CustomerView, getCustomer } from "#billing/customer/customer.api.ts";
import { call, CallError, type Caller } from "#platform/http/call.ts";
import { findByReference, importByReference, type ReferenceKind } from "#sync/link/reference.api.ts";
import { getRun, listRunRecords, type RunView } from "#sync/run/run.api.ts";
import { factsOf } from "#web/sync/run/facts.ts";

/** A record of the CRM, and the connection it is brought by. */
export type Wanted = { crm_id: string; crm_module: string; name: string; connection: string };

/** The customer that a record became, and what is to be said where that is not simply its own. */
export type Brought = { customer: CustomerView; said: string | null };

/** The time between two questions about a run that goes on; a single record takes about a second. */
const askMs = 400;

/** Another sync may be at work again when one has been waited for; after so many a person decides. */
const mostTries = 5;

/**
 * Imports one record as a customer, or finds the customer that it is: whoever asks twice gets the same one. Throws
 * CallError with the reason where there is none afterwards.
 */
export async function bring(caller: Caller, wanted: Wanted): Promise<Brought> {
  const known = await findLinked(caller, wanted);
  if (known) return { customer: known, said: null };
  const run = await runImport(caller, wanted);
  if (run.error !== null) throw new CallError(409, run.error);
  const customer = await findLinked(caller, wanted);
  return customer ? { customer, said: null } : insteadOf(caller, run, wanted);
}

function kindOf({ crm_module }: Wanted): ReferenceKind {
  return crm_module === "Accounts" ? "zcrm_account_id" : "zcrm_contact_id";
}

async function findLinked(caller: Caller, wanted: Wanted): Promise<CustomerView | undefined> {
  const { crm_id, connection } = wanted;
  try {
    const query = { reference_id_type: kindOf(wanted), connection };
    const { customer } = await call(caller, findByReference, { params: { crm_id }, query });
    return await call(caller, getCustomer, { params: { customer } });
  } catch (problem) {
    if (problem instanceof CallError && problem.view.code === "link.no_such_reference") return undefined;
    throw problem;
  }
}

/** The import, once it has ended. Where another sync is at work, it is waited for. */
async function runImport(caller: Caller, wanted: Wanted): Promise<RunView> {
  const body = {
    reference_id: wanted.crm_id,
    reference_id_type: kindOf(wanted),
    connection: wanted.connection,
  };
  for (let tries = 1; ; tries += 1) {
    try {
      const { id } = await call(caller, importByReference, { body });
      return await ended(caller, id);
    } catch (problem) {
      const other = problem instanceof CallError ? activeRun(problem) : undefined;
      if (other === undefined || tries === mostTries) throw problem;
      await ended(caller, other);
    }
  }
}

function activeRun({ view }: CallError): string | undefined {
  const { run } = view.details as { run?: string };
  return view.code === "run.active" ? run : undefined;
}

async function ended(caller: Caller, run: string): Promise<RunView> {
  for (;;) {
    const view = await call(caller, getRun, { params: { run } });
    if (view.finished_at !== null) return view;
    await new Promise((resolve) => setTimeout(resolve, askMs));
  }
}

/** The one customer that the record was taken to be the same as, where the set-up leaves such customers alone; or the reason why there is none. */
async function insteadOf(caller: Caller, run: RunView, { name }: Wanted): Promise<Brought> {
  const { items } = await call(caller, listRunRecords, { params: { run: run.id }, query: {} });
  const [record] = items;
  const [match, another] = factsOf(record?.facts ?? {}).matches;
  const id = record?.customer ?? (another === undefined ? match?.customer : undefined) ?? undefined;
  const said = record?.explanation ?? "The CRM does not show the record any more.";
  if (id !== undefined)
    return { customer: await call(caller, getCustomer, { params: { customer: id } }), said };
  throw new CallError(409, {
    code: record?.reason ?? "run.record_not_visible",
    title: `${name} did not become a customer`,
    remedy: said,
    details: {},
  });
}
