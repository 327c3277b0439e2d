import type { Instant } from "#kernel/time.ts";
import { batchSize, fieldLimit } from "./credits.ts";
import type { Outcome } from "./failure.ts";
import { readPage } from "./page.client.ts";
import { malformed } from "./read.ts";
import { chunksOf, type CrmRecord, type Joined, joinPasses, passesOf } from "./record.ts";
import type { Session } from "./session.client.ts";

/**
 * Records by their ids. `missing` are not there (any more), not visible to the user, or not in the view: which of
 * it only the deleted list can tell. `unsettled` changed again and again between the reads of their fields.
 */
export type ByIds = { records: CrmRecord[]; missing: string[]; unsettled: string[] };

/** Reads again so often what changed between two passes, before it is left to a later run. */
const mostRereads = 3;

/** Reads records by id, a hundred a call, in as many passes as the fields need. */
export async function readByIds(
  session: Session,
  module: string,
  ids: readonly string[],
  fields: readonly string[],
  cvid?: string,
): Promise<Outcome<ByIds>> {
  const [firstFields = [], ...rest] = passesOf(fields, fieldLimit);
  const wanted = [...new Set(ids)];
  const found = new Set<string>();
  const records: CrmRecord[] = [];
  let left = wanted;
  let credits = 0;
  let serverTime: Instant | undefined;
  for (let round = 0; left.length > 0 && round <= mostRereads; round += 1) {
    const first = await idPass(session, module, left, firstFields, cvid);
    credits += first.credits;
    if (!first.ok) return { ...first, credits };
    serverTime ??= first.serverTime;
    for (const record of first.value) found.add(record.id);
    const joined = await addPasses(session, module, first.value, rest);
    credits += joined.credits;
    if (!joined.ok) return { ...joined, credits };
    records.push(...joined.value.whole);
    left = joined.value.torn;
  }
  return {
    ok: true,
    value: { records, missing: wanted.filter((id) => !found.has(id)), unsettled: left },
    serverTime,
    credits,
  };
}

/** The fields of further passes, joined to records of the first; `torn` changed in between. */
export async function addPasses(
  session: Session,
  module: string,
  first: CrmRecord[],
  passes: string[][],
): Promise<Outcome<Joined>> {
  let whole = first;
  const torn: string[] = [];
  let credits = 0;
  for (const fields of passes) {
    const pass = await idPass(
      session,
      module,
      whole.map((record) => record.id),
      fields,
      undefined,
    );
    credits += pass.credits;
    if (!pass.ok) return { ...pass, credits };
    const joined = joinPasses(whole, pass.value);
    whole = joined.whole;
    torn.push(...joined.torn);
  }
  return { ok: true, value: { whole, torn }, serverTime: undefined, credits };
}

async function idPass(
  session: Session,
  module: string,
  ids: readonly string[],
  fields: string[],
  cvid: string | undefined,
): Promise<Outcome<CrmRecord[]>> {
  const records: CrmRecord[] = [];
  let credits = 0;
  let serverTime: Instant | undefined;
  for (const batch of chunksOf(ids, batchSize)) {
    const page = await readPage(session, module, { fields, cvid }, { ids: batch });
    credits += page.credits;
    if (!page.ok) return { ...page, credits };
    const asked = new Set(batch);
    const stray = page.value.records.findIndex((record) => !asked.has(record.id));
    // The answer to another request, from a confused proxy: nothing of it can be trusted (docs/faults.md 24).
    if (stray >= 0)
      return {
        ok: false,
        failure: malformed(["data", stray, "id"], "a record that was not asked for"),
        credits,
      };
    serverTime ??= page.serverTime;
    records.push(...page.value.records);
  }
  return { ok: true, value: records, serverTime, credits };
}
