import { describe, expect, test } from "vitest";
import { foldStory, originOf, type OnRecord } from "#sync/story/story.ts";
import { type Line, type Making, withoutGaps } from "#sync/story/line.ts";
import type { Value } from "#sync/plan/reconcile.ts";

const minute = (at: number): string => `2026-03-31T10:${String(at).padStart(2, "0")}:00.000Z`;
const ann = { kind: "user", name: "Ann" };
const making: Making = { what: "made", at: minute(0), until: minute(0), by: ann };

function edited(at: number, from: Value, to: Value): Line {
  const moment = minute(at);
  return {
    what: "edited",
    field: "phone",
    from,
    to,
    at: moment,
    until: moment,
    by: ann,
    event: "changed",
    note: null,
  };
}

/** A run that began and ended at these minutes; null while it goes on. */
function ran(what: "synced" | "sent", [began, ended]: [number, number | null], from: Value, to: Value): Line {
  return {
    what,
    field: "phone",
    from,
    to,
    at: minute(began),
    until: ended === null ? null : minute(ended),
    by: ann,
    run: { id: `run_${began}` as never, kind: "auto", undone_by: null },
    outcome: "updated",
    reason: "linked.changed",
    decided: null,
    crm: { module: "Accounts", id: "1" },
    rule: { field: "Phone", direction: "both", conflicts: "crm" },
  };
}

function tell(record: Partial<OnRecord>) {
  return foldStory({ now: null, createdAt: minute(0), lines: [], making, ...record });
}

const short = (record: Partial<OnRecord>) => tell(record).entries.map(({ what, to }) => `${what} ${to}`);

describe("B5 the values of a field through time", () => {
  test("given changes at their times, in whatever order they come, then the newest is first and the making last", () => {
    const lines = [edited(1, "a", "b"), ran("synced", [5, 6], "c", "d"), edited(3, "b", "c")];
    expect(short({ now: "d", lines })).toEqual(["synced d", "edited c", "edited b", "made a"]);
  });

  test("given a change during a run, when the run wrote before it, then the values say so", () => {
    const lines = [ran("synced", [1, 9], "a", "b"), edited(4, "b", "c")];
    expect(short({ now: "c", lines })).toEqual(["edited c", "synced b", "made a"]);
  });

  test("given a change during a run, when the run wrote after it, then the values say so", () => {
    const lines = [ran("synced", [1, 9], "c", "b"), edited(4, "a", "c")];
    expect(short({ now: "b", lines })).toEqual(["synced b", "edited c", "made a"]);
  });

  test("given a run that goes on, then what it has written can be the newest and need not be", () => {
    const run = ran("synced", [5, null], "a", "b");
    expect(short({ now: "b", lines: [run] })).toEqual(["synced b", "made a"]);
    expect(short({ now: "c", lines: [run, edited(7, "b", "c")] })).toEqual([
      "edited c",
      "synced b",
      "made a",
    ]);
  });

  test("given steps that do not meet, then what lies between is told as not on record", () => {
    const lines = [edited(1, "a", "b"), edited(5, "x", "c")];
    const story = tell({ now: "d", lines });
    expect(story.entries.map(({ what, to }) => `${what} ${to}`)).toEqual([
      "unrecorded d",
      "edited c",
      "unrecorded x",
      "edited b",
      "made a",
    ]);
    expect(originOf(story)).toMatchObject({ what: "unrecorded", from: "c", to: "d" });
  });

  test("given nothing of the making, then the oldest value is one of which nobody knows", () => {
    expect(tell({ now: "a", making: undefined })).toMatchObject({
      begins: "unknown",
      entries: [{ what: "unrecorded", to: "a" }],
    });
  });

  test("given older lines that were left out, then nothing is said of the beginning", () => {
    const story = tell({ now: "b", lines: [edited(5, "a", "b")], isCut: true });
    expect(story).toMatchObject({ begins: "cut", entries: [{ what: "edited" }] });
    expect(story.entries).toHaveLength(1);
  });

  test("given more changes of a kind than are read, then what is older than them is left out, so that no gap seems to be there", () => {
    const lines = [
      edited(1, "a", "b"),
      ran("synced", [3, 4], "b", "c"),
      edited(5, "c", "d"),
      edited(6, "d", "e"),
    ];
    expect(withoutGaps(lines, 4)).toEqual({ lines, isCut: false });
    const read = lines.slice(1);
    expect(short({ now: "e", ...withoutGaps(read, 2) })).toEqual(["edited e", "edited d"]);
  });

  test("given a value that was sent during a run in which it was changed again, then it stands with the value that was sent", () => {
    const lines = [edited(1, "a", "b"), ran("sent", [3, 9], "a", "b"), edited(5, "b", "c")];
    expect(short({ now: "c", lines })).toEqual(["edited c", "sent b", "edited b", "made a"]);
    const later = [edited(1, "a", "b"), ran("sent", [3, 9], "a", "c"), edited(5, "b", "c")];
    expect(short({ now: "c", lines: later })).toEqual(["sent c", "edited c", "edited b", "made a"]);
  });

  test("given a person's value that a run replaced, then it is named, unless the CRM had got it in between", () => {
    const lost = [edited(1, "a", "b"), ran("synced", [5, 6], "b", "c")];
    expect(originOf(tell({ now: "c", lines: lost }))).toMatchObject({ replaced: { to: "b", by: ann } });
    const had = [...lost, ran("sent", [2, 3], "a", "b")];
    expect(originOf(tell({ now: "c", lines: had }))).not.toHaveProperty("replaced");
  });
});
