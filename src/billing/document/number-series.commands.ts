import { decided } from "#kernel/decided.ts";
import { recordAudit } from "#platform/audit/audit.store.ts";
import type { Tx } from "#platform/db/db.ts";
import { keepUntilEnd, keptIn, readOnce } from "#platform/db/held.ts";
import type { Act } from "#billing/act.ts";
import { type NumberedKind, numberedKinds } from "./kind.ts";
import {
  highestNumber,
  listNumberSeries,
  lockNumberSeries,
  lockPrefixes,
  takeNumber,
  updateNumberSeries,
} from "./number-series.store.ts";
import {
  afterNumber,
  changedSeries,
  newSeries,
  nextNumber,
  ownPrefix,
  type NumberSeries,
} from "./number-series.ts";

/** The series of every kind, also of those that were not begun. */
export async function allSeries(tx: Tx): Promise<NumberSeries[]> {
  const begun = await listNumberSeries(tx);
  return numberedKinds.map((kind) => begun.find((series) => series.kind === kind) ?? newSeries(kind));
}

/** The next number of a series, or one that was given elsewhere: then the series goes on behind that. */
export async function numberFor(
  tx: Tx,
  { organizationId }: Pick<Act, "organizationId">,
  kind: NumberedKind,
  given: string | undefined,
): Promise<string> {
  if (given === undefined) return takeNumber(tx, organizationId, kind);
  const series = seriesIn(tx, kind) ?? (await lockNumberSeries(tx, organizationId, kind));
  let next = afterNumber(series, given, await readOnce(tx, "number series", () => allSeries(tx)));
  if (next.prefix !== series.prefix) {
    await lockPrefixes(tx, organizationId);
    next = afterNumber(series, given, await allSeries(tx));
    await updateNumberSeries(tx, next);
  }
  const write = (): Promise<void> => updateNumberSeries(tx, seriesIn(tx, kind) ?? next);
  if (!keepUntilEnd(tx, keyOf(kind), next, write)) await write();
  return given;
}

/** A series that a batch has locked, and writes at its end. */
function seriesIn(tx: Tx, kind: NumberedKind): NumberSeries | undefined {
  return keptIn(tx, keyOf(kind)) as NumberSeries | undefined;
}

function keyOf(kind: NumberedKind): string {
  return `number series of ${kind}s`;
}

/**
 * Sets how the numbers of a kind go on; refuses with `number_series.taken` or `number_series.prefix_taken` what would give
 * a number twice.
 */
export async function setSeries(
  tx: Tx,
  act: Act,
  { kind, ...given }: Pick<NumberSeries, "kind"> & Partial<NumberSeries>,
): Promise<NumberSeries> {
  const series = await lockNumberSeries(tx, act.organizationId, kind);
  const { digits = series.digits } = given;
  await lockPrefixes(tx, act.organizationId);
  const prefix = decided(ownPrefix(series, given.prefix ?? series.prefix, await allSeries(tx)));
  const highest = await highestNumber(tx, prefix);
  const first = prefix === series.prefix ? series.next_number : highest + 1n;
  const change = { prefix, digits, next_number: given.next_number ?? first };
  const next = decided(changedSeries(series, change, highest));
  await updateNumberSeries(tx, next);
  await recordAudit(tx, {
    organizationId: act.organizationId,
    at: act.now,
    actor: act.actor,
    action: "number_series.set",
    subject: { kind: "number_series", id: kind },
    details: { from: nextNumber(series), to: nextNumber(next) },
  });
  return next;
}
