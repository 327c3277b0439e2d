import { AppError } from "#kernel/errors.ts";
import { inOrganization } from "#platform/db/db.ts";
import { jsonText } from "#platform/db/json-text.ts";
import type { Deps } from "#platform/deps.ts";
import { problemOf } from "#sync/connection/failure.ts";
import { CrmTrouble } from "#sync/read/crm-trouble.ts";
import { linkPair } from "./duplicate.commands.ts";
import type { SearchJob } from "./queue.ts";
import { findActiveSearch, updateActiveSearch } from "./duplicate-search.store.ts";
import type { DuplicateId, DuplicateSearch, SearchProblem } from "./duplicate.table.ts";
import { findDuplicates, SearchCancelled } from "./find-duplicates.commands.ts";

/** Does the search that waits, from its beginning, whoever was at it before. */
export async function workOnDuplicates(
  deps: Deps,
  { organizationId }: SearchJob,
  signal: AbortSignal,
): Promise<void> {
  const search = await inOrganization(deps.db, organizationId, async (tx) => {
    const active = await findActiveSearch(tx);
    if (active) await updateActiveSearch(tx, active.id, { status: "running", started_at: deps.clock.now() });
    return active;
  });
  if (!search) return;
  try {
    const certain = await findDuplicates({ deps, search, signal });
    const linked = search.link_certain ? await linkCertain(deps, search, certain, signal) : null;
    const end = { status: "done", phase: null, finished_at: deps.clock.now(), linked } as const;
    await inOrganization(deps.db, organizationId, (tx) => updateActiveSearch(tx, search.id, end));
  } catch (error) {
    // A worker that stops leaves the search to the next one.
    if (signal.aborted) throw error;
    if (error instanceof SearchCancelled) return;
    await fail(deps, search, error);
  }
}

/** Links what a unique key says is one, in the name of who asked for it; what cannot be linked stays for a person. */
async function linkCertain(
  deps: Deps,
  { organization_id, actor }: DuplicateSearch,
  pairs: readonly DuplicateId[],
  signal: AbortSignal,
): Promise<number> {
  let linked = 0;
  for (const pair of pairs) {
    signal.throwIfAborted();
    try {
      await linkPair({ deps, member: { organizationId: organization_id, actor } }, pair, "a unique key");
      linked += 1;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
    }
  }
  return linked;
}

async function fail(deps: Deps, search: DuplicateSearch, error: unknown): Promise<void> {
  const isCrm = error instanceof CrmTrouble;
  if (!isCrm) deps.log.error({ err: error, search: search.id }, "a search for duplicates failed");
  const problem: SearchProblem = isCrm
    ? wordsOf(error)
    : { message: "The search could not be finished", remedy: "The reason is in the server's log." };
  await inOrganization(deps.db, search.organization_id, async (tx) => {
    const end = { status: "failed", phase: null, finished_at: deps.clock.now() } as const;
    await updateActiveSearch(tx, search.id, { ...end, problem: jsonText(problem) });
  });
}

function wordsOf({ failure }: CrmTrouble): SearchProblem {
  const { message, remedy } = problemOf(failure).facts;
  return {
    message: typeof message === "string" ? message : "The CRM gave no answer to go on with",
    remedy: typeof remedy === "string" ? remedy : "Look at the connection, then search again.",
  };
}
