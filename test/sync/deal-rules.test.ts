import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Before,
  dealEntities,
  type DealEntity,
  type DealKind,
  kindOfStage,
  stepsFor,
} from "#sync/deal/deal.ts";
import { readPlanLines } from "#sync/deal/plan-lines.ts";

const kinds: DealKind[] = ["open", "won", "lost"];

/** The status in which each step leaves what was made. */
const left: Record<DealEntity, Record<string, string>> = {
  estimate: { make: "sent", accept: "accepted", decline: "declined" },
  invoice: { make: "draft", void: "void" },
  subscription: { make: "live" },
};

/** The steps of a deal through its kinds; each visit may be repeated, as a run that is done again repeats it. */
function live(
  entity: DealEntity,
  isNew: boolean,
  visits: readonly { kind: DealKind; times: number }[],
): string[] {
  let before: Before | undefined;
  return visits.flatMap(({ kind, times }) =>
    Array.from({ length: times }, () => {
      const steps = stepsFor(entity, before, { kind, isNew, hasTurned: false });
      const last = steps.at(-1);
      const status = last === undefined ? (before?.left ?? null) : (left[entity][last] ?? null);
      before = { kind, state: status === null ? "passed" : "followed", left: status };
      return steps;
    }).flat(),
  );
}

const visits = fc.array(
  fc.record({ kind: fc.constantFrom(...kinds), times: fc.integer({ min: 1, max: 3 }) }),
  { maxLength: 8 },
);

describe("what a deal leads to", () => {
  test("F53, F54: given any life of a deal, whatever is repeated, then one thing is made of it at most, and repeating adds nothing", () => {
    fc.assert(
      fc.property(fc.constantFrom(...dealEntities), fc.boolean(), visits, (entity, isNew, life) => {
        const steps = live(entity, isNew, life);
        expect(steps.filter((step) => step === "make").length).toBeLessThanOrEqual(1);
        const once = life.map(({ kind }) => ({ kind, times: 1 }));
        expect(steps).toEqual(live(entity, isNew, once));
      }),
    );
  });

  test("F53: given an estimate that was made, then it ends as its deal does, whatever came between", () => {
    fc.assert(
      fc.property(visits, fc.constantFrom<DealKind>("won", "lost"), (life, end) => {
        const steps = live("estimate", true, [{ kind: "open", times: 1 }, ...life, { kind: end, times: 1 }]);
        expect(steps[0]).toBe("make");
        expect(steps.at(-1)).toBe(end === "won" ? "accept" : "decline");
      }),
    );
  });

  test.each([
    ["estimate", undefined, "lost", true, []],
    ["estimate", undefined, "won", true, ["make", "accept"]],
    ["estimate", undefined, "open", false, []],
    ["invoice", undefined, "open", true, []],
    ["invoice", undefined, "won", true, ["make"]],
    ["invoice", { kind: "open", state: "passed", left: null }, "won", false, ["make"]],
    ["invoice", { kind: "won", state: "passed", left: null }, "won", false, []],
    ["invoice", { kind: "won", state: "waiting", left: null }, "won", false, ["make"]],
    ["invoice", { kind: "won", state: "waiting", left: null }, "lost", false, []],
    ["invoice", { kind: "won", state: "left_alone", left: "draft" }, "lost", false, []],
    ["subscription", { kind: "won", state: "followed", left: "live" }, "lost", false, []],
  ] as const)(
    "F52-F54: given %s, before %j, now %s, new %s, then %j",
    (entity, before, kind, isNew, steps) => {
      expect(stepsFor(entity, before, { kind, isNew, hasTurned: false })).toEqual(steps);
    },
  );

  test.each([
    ["Closed Won", "won"],
    ["Closed Lost", "lost"],
    ["Closed Lost to Competition", "lost"],
    ["Closed-Won", "won"],
    ["Negotiation/Review", "open"],
    ["", "open"],
  ])("F54: given the stage %j, then the deal is %s", (stage, kind) => {
    expect(kindOfStage(stage)).toBe(kind);
  });
});

describe("the plans of a deal", () => {
  test.each([
    ["gold", [{ code: "gold", quantity: "1" }]],
    ["gold x 5", [{ code: "gold", quantity: "5" }]],
    [
      "gold,5\n\n support × 2.5 ",
      [
        { code: "gold", quantity: "5" },
        { code: "support", quantity: "2.5" },
      ],
    ],
    ["gold 5", [{ code: "gold", quantity: "5" }]],
    ["", []],
    [null, []],
  ])("F54: given %j, then they are read", (text, lines) => {
    expect(readPlanLines(text)).toEqual({ ok: true, value: lines });
  });

  test.each(["five of gold, please", "gold x many", "gold x 0", "gold x -1", ", 5"])(
    "F55: given %j, then that line is named",
    (line) => {
      expect(readPlanLines(`gold\n${line}`)).toEqual({ ok: false, refusal: line });
    },
  );
});
