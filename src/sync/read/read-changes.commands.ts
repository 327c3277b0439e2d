import type { Instant } from "#kernel/time.ts";
import { inOrganization } from "#platform/db/db.ts";
import type { CrmModule, RawRecord } from "#sync/mapping/incoming.ts";
import { takeRecords } from "#sync/run/advance.commands.ts";
import { runExits } from "#sync/run/exit.commands.ts";
import { listNewAccounts } from "#sync/run/run.store.ts";
import type { RunState } from "#sync/run/run-state.ts";
import { fieldsOf, viewOf } from "./fields-to-read.ts";
import { valueOf } from "./crm-trouble.ts";

/**
 * Reads what changed since the watermark. The CRM says which of the changed records are in the view: we never evaluate
 * its criteria, and never take a record for gone because a list did not show it.
 */
export async function readChanges(state: RunState, module: CrmModule, since: Instant): Promise<void> {
  const { startedAt, position } = state.progress.checkpoint;
  if (position === null) return;
  const selection = {
    fields: fieldsOf(state.context, module),
    modifiedSince: since,
    sortBy: "Modified_Time" as const,
  };
  for await (const outcome of state.crm.listPages(module, selection, position)) {
    const page = valueOf(outcome);
    const begun = { ...startedAt, [module]: startedAt[module] ?? page.scanStart };
    const inView = await membersOf(state, module, page.records);
    const left = page.records.filter((record) => !inView.has(record.id)).map((record) => record.id);
    if (left.length > 0) await runExits(state, module, left, "out_of_view");
    await takeRecords(
      state,
      module,
      page.records.filter((record) => inView.has(record.id)),
      { position: page.nextToken, startedAt: begun },
    );
  }
}

/** Which of the records are in the view; asks only where the view has criteria. */
export async function membersOf(
  state: RunState,
  module: CrmModule,
  records: readonly RawRecord[],
): Promise<Set<string>> {
  const ids = records.map((record) => record.id);
  const view = viewOf(state.context, module);
  if (view.all || ids.length === 0) return new Set(ids);
  const found = valueOf(await state.crm.recordsByIds(module, ids, ["id"], view.id));
  return new Set(found.records.map((record) => record.id));
}

/** Contacts of the accounts that this run linked: they did not change, so no list of changes shows them. */
export async function readContactsOfNewAccounts(state: RunState): Promise<void> {
  const { context } = state;
  const view = viewOf(context, "Contacts");
  for (let after = state.progress.checkpoint.position ?? undefined; ;) {
    const accounts = await inOrganization(state.deps.db, context.organizationId, (tx) =>
      listNewAccounts(tx, context.runId, after, 50),
    );
    const last = accounts.at(-1);
    if (!last) return;
    const ids = await contactsOf(
      state,
      accounts.map((account) => account.crm_id),
    );
    const found = valueOf(
      await state.crm.recordsByIds(
        "Contacts",
        ids,
        fieldsOf(context, "Contacts"),
        view.all ? undefined : view.id,
      ),
    );
    after = last.seq;
    await takeRecords(state, "Contacts", found.records, { position: after });
  }
}

async function contactsOf(state: RunState, accounts: readonly string[]): Promise<string[]> {
  const ids: string[] = [];
  for (let offset = 0; ; offset += 2000) {
    const where = { field: "Account_Name", is: "in", values: accounts } as const;
    const rows = valueOf(
      await state.crm.coql({
        select: ["id"],
        from: "Contacts",
        where,
        orderBy: [{ field: "id", order: "asc" }],
        limit: 2000,
        offset,
      }),
    );
    ids.push(...rows.records.map((record) => record.id));
    if (rows.records.length < 2000) return ids;
  }
}

/** What the CRM says was deleted. Only such a tombstone counts as a deletion (B20). */
export async function readDeleted(
  state: RunState,
  module: CrmModule,
  since: Instant | undefined,
): Promise<void> {
  for await (const outcome of state.crm.deleted(module, since)) {
    const page = valueOf(outcome);
    if (page.records.length > 0)
      await runExits(
        state,
        module,
        page.records.map((record) => record.id),
        "deleted_in_crm",
      );
  }
}
