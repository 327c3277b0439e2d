import type { Change } from "./decision.ts";

/** What a run has written of a record lately, the oldest first. */
export type Written = { crmId: string; side: "crm" | "billing"; changes: readonly Change[] };

/**
 * So often a value may go to the CRM and come back as another one within the time looked at. Who changed it is not
 * known on either side, so this is more than two people make in ten minutes; two programs make it in one.
 */
const mostRounds = 12;

/**
 * By record, the fields that go to and fro: what was sent came back as something else, was answered from billing, and
 * so on, again and again. Two programs do that, a workflow of the CRM and one of billing, each answering the other;
 * without an end of it the sync would carry their quarrel for ever (docs/faults.md 56). A person who changes one side
 * many times makes no rounds.
 */
export function flippingFields(written: readonly Written[]): Map<string, Set<string>> {
  const rounds = new Map<string, { last: Written["side"]; rounds: number }>();
  const flipping = new Map<string, Set<string>>();
  for (const { crmId, side, changes } of written)
    for (const { field } of changes) {
      const key = `${crmId} ${field}`;
      const before = rounds.get(key);
      const isBack = before?.last === "crm" && side === "billing";
      const now = { last: side, rounds: (before?.rounds ?? 0) + (isBack ? 1 : 0) };
      rounds.set(key, now);
      if (now.rounds < mostRounds) continue;
      flipping.set(crmId, (flipping.get(crmId) ?? new Set()).add(field));
    }
  return flipping;
}
