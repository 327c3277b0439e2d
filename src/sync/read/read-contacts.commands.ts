import { batchRecords, moveCheckpoint, type RunState, takeRecords } from "#sync/run/advance.commands.ts";
import { fieldsOf, viewOf } from "./fields-to-read.ts";
import { valueOf } from "./crm-trouble.ts";

/** Accounts whose contacts are asked for at a time: as many as a COQL condition takes. */
const accountsAtOnce = 50;

/**
 * Contacts of the accounts that this run linked or let go. They did not change themselves, so no list of changes shows
 * them; yet a contact comes and leaves with its account.
 */
export async function readContactsOfAccounts(state: RunState): Promise<void> {
  const { context, deps } = state;
  for (let after = state.progress.checkpoint.position ?? undefined; ;) {
    const accounts = await deps.store.transact((tx) =>
      tx.listMovedAccounts(context.runId, after, accountsAtOnce),
    );
    const last = accounts.at(-1);
    if (!last) return;
    const came = accounts.filter((one) => one.came).map((one) => one.crm_id);
    const left = accounts.filter((one) => !one.came).map((one) => one.crm_id);
    for await (const ids of contactsOf(state, came)) await take(state, ids);
    for await (const ids of personsOf(state, left)) await take(state, ids);
    after = last.seq;
    await moveCheckpoint(state, { position: after });
  }
}

async function take(state: RunState, ids: readonly string[]): Promise<void> {
  const view = viewOf(state.context, "Contacts");
  const fields = fieldsOf(state.context, "Contacts");
  const cvid = view.all ? undefined : view.id;
  const { records } = valueOf(await state.crm.recordsByIds("Contacts", ids, fields, cvid));
  if (records.length > 0) await takeRecords(state, "Contacts", records, {});
}

/** The contacts that the CRM has of these accounts, some at a time. */
async function* contactsOf(state: RunState, accounts: readonly string[]): AsyncGenerator<string[]> {
  if (accounts.length === 0) return;
  const where = { field: "Account_Name", is: "in", values: accounts } as const;
  const orderBy = [{ field: "id", order: "asc" }] as const;
  for (let offset = 0; ; offset += batchRecords) {
    const query = { select: ["id"], from: "Contacts", where, orderBy, limit: batchRecords, offset };
    const { records } = valueOf(await state.crm.coql(query));
    if (records.length > 0) yield records.map((record) => record.id);
    if (records.length < batchRecords) return;
  }
}

/** The contacts linked as persons of the customers of these accounts, some at a time. */
async function* personsOf(state: RunState, accounts: readonly string[]): AsyncGenerator<string[]> {
  const { context, deps } = state;
  if (accounts.length === 0) return;
  for (let after = ""; ;) {
    const ids = await deps.store.transact((tx) =>
      tx.listPersonIds(context.connectionId, accounts, after, batchRecords),
    );
    const last = ids.at(-1);
    if (last === undefined) return;
    yield ids;
    after = last;
  }
}
