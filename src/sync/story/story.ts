import type { Instant } from "#kernel/time.ts";
import type { Taken } from "#sync/conflict/conflict.ts";
import type { Value } from "#sync/plan/reconcile.ts";
import { endOf, type Gap, inChain, isGap } from "./chain.ts";
import { isSame, type Line, type Making } from "./line.ts";

/** A field as it stands, with what is on record of it. */
export type OnRecord = {
  now: Value;
  createdAt: Instant;
  /** In any order, those of one time with the newest first. */
  lines: readonly Line[];
  making: Making | undefined;
  /** Fields that both sides had changed, the newest first. */
  conflicts?: readonly Asked[];
  /** There are older lines than these. */
  isCut?: boolean;
};

/** The value that the record was made with, where no line tells of it. */
type Made = { what: "made"; from: null; to: Value; at: Instant; until: Instant | null; making: Making };

/** A value of which nobody knows where it came from: it is older than the record of changes, or came past it. */
type Unrecorded = {
  what: "unrecorded";
  from: Value | undefined;
  to: Value;
  at: null;
  until: null;
};

/** A conflict of the field, from when it was found. */
export type Asked = {
  what: "conflict";
  /** What both sides agreed on last. */
  from: Value | undefined;
  to: null;
  at: Instant;
  until: Instant;
  conflict: {
    id: string;
    state: "open" | "decided" | "settled";
    crm: Value;
    /** Who had last changed the record in the CRM; not every reading tells. */
    crm_by: string | null;
    billing: Value;
    decision: { take: Taken; value?: Value; by: string; at: Instant } | null;
  };
};

/** One entry of a story. `replaced`: the change of a person in billing that this one took the place of. */
export type Entry = (Line & { replaced?: Line & { what: "edited" } }) | Made | Asked | Unrecorded;

/** Where a story begins: with the record's making, or with a value that was there before; `cut` where older lines are left out. */
export type Beginning = "made" | "unknown" | "cut";

export type Story = { entries: Entry[]; begins: Beginning };

/**
 * The values of a field through time, the newest first: each with what gave it, and between them what did not change
 * billing's value, such as a value sent to the CRM. Nothing is made up: where what is on record does not lead from one
 * value to the next, the story says that too.
 */
export function foldStory({ now, createdAt, lines, making, conflicts = [], isCut = false }: OnRecord): Story {
  const chain = inChain(lines.filter(isStep), now).map((one) => (isGap(one) ? unrecorded(one) : one));
  const first = chain.at(-1);
  const start = first === undefined ? now : first.from;
  const isMade = first?.what === "synced" && makes.has(first.outcome);
  const begins: Beginning = isCut ? "cut" : isMade || making ? "made" : "unknown";
  const beginning: Entry[] =
    isMade || isCut ? [] : [making ? madeWith(making, createdAt, start ?? null) : older(start ?? null)];
  const values = withReplaced([...chain, ...beginning], lines);
  return { entries: withAsides(values, [...conflicts, ...lines.filter((line) => !isStep(line))]), begins };
}

/** The entry that gave the value of now; undefined where only older lines would tell. */
export function originOf({ entries }: Story): Entry | undefined {
  return entries.find((entry) => isStep(entry));
}

const makes: ReadonlySet<string> = new Set(["created", "cloned"]);
const asides: ReadonlySet<string> = new Set(["sent", "refused", "stayed", "conflict"]);

/** Whether it gave billing's field its value. */
function isStep({ what }: { what: string }): boolean {
  return !asides.has(what);
}

function unrecorded({ from, to }: Gap): Unrecorded {
  return { what: "unrecorded", from, to, at: null, until: null };
}

function older(to: Value): Unrecorded {
  return { what: "unrecorded", from: undefined, to, at: null, until: null };
}

function madeWith(making: Making, createdAt: Instant, to: Value): Made {
  return { what: "made", from: null, to, at: createdAt, until: createdAt, making };
}

/** Names the person whose value a run replaced, where the CRM had not got it in between. */
function withReplaced(entries: readonly Entry[], lines: readonly Line[]): Entry[] {
  return entries.map((entry, at): Entry => {
    const before = entries[at + 1];
    if (entry.what !== "synced" || before?.what !== "edited") return entry;
    const sent = lines.some(
      (line) =>
        line.what === "sent" && isSame(line.to, before.to) && line.at >= before.at && line.at <= entry.at,
    );
    return sent ? entry : { ...entry, replaced: before };
  });
}

/** Puts what gave no value where it happened: at its time, and what was sent above the value that was sent. */
function withAsides(values: readonly Entry[], beside: readonly (Line | Asked)[]): Entry[] {
  const placed = beside.map((line) => ({ line, place: placeOf(line, values) }));
  return [...values, undefined].flatMap((entry, at): Entry[] => [
    ...placed.filter(({ place }) => place === at).map(({ line }) => line),
    ...(entry ? [entry] : []),
  ]);
}

/** Above which value it stands. What was sent had been billing's value at some time of its run, which may be over since. */
function placeOf(line: Line | Asked, values: readonly Entry[]): number {
  const timed = values.findIndex((entry) => entry.at !== null && entry.at <= endOf(line));
  const place = timed < 0 ? values.length : timed;
  if (line.what !== "sent") return place;
  const wasHeld = (at: number): boolean => {
    const next = values[at - 1];
    return next === undefined || endOf(next) >= line.at;
  };
  const fits = values.findIndex((entry, at) => at >= place && isSame(entry.to, line.to) && wasHeld(at));
  return fits < 0 ? place : fits;
}
