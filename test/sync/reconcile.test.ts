import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  type ConflictPolicy,
  type FieldDirection,
  type FieldPlan,
  type FieldState,
  reconcileField,
  type Value,
} from "#sync/plan/reconcile.ts";
import { tablesOf } from "../support/tables.ts";

const page = readFileSync(join(import.meta.dirname, "../../docs/spec/reconcile.md"), "utf8");

const bases: FieldState["base"][] = [undefined, null, "a", "b"];
const values: Value[] = [null, "a", "b"];
const directions: FieldDirection[] = ["to_billing", "to_crm", "both"];
const policies: [ConflictPolicy, FieldState["later"]][] = [
  ["crm", undefined],
  ["billing", undefined],
  ["ask", undefined],
  ["latest", "crm"],
  ["latest", "billing"],
  ["latest", undefined],
];

const cases: FieldState[] = [];
for (const blankErases of [false, true])
  for (const base of bases)
    for (const crm of values)
      for (const billing of values)
        for (const direction of directions)
          for (const [policy, later] of policies)
            cases.push({ base, crm, billing, direction, policy, later, blankErases });

const signs: Record<string, Value | undefined> = { "–": undefined, "∅": null, a: "a", b: "b" };

/** The page's table by base, CRM and billing; the second table replaces rows of the first. */
function planTable(blankErases: boolean): Map<string, string> {
  const [both = [], erasing = []] = tablesOf(page).filter(
    ([first]) => first !== undefined && "billing" in first,
  );
  const rows = blankErases ? [...both, ...erasing] : both;
  return new Map(
    rows.map((row) => [
      JSON.stringify([text(signs[row["base"] ?? ""]), signs[row["CRM"] ?? ""], signs[row["billing"] ?? ""]]),
      row["plan"] ?? "",
    ]),
  );
}

function text(value: Value | undefined): unknown {
  return value === undefined ? "none" : value;
}

const tables = { keeps: planTable(false), erases: planTable(true) };
const ofPolicy = new Map(
  tablesOf(page)
    .find(([first]) => first !== undefined && "policy" in first)
    ?.map((row) => [`${row["policy"]} ${row["later"] || "–"}`, row["conflict becomes"]]),
);

/** What the page says of a case. */
function expected({ base, crm, billing, direction, policy, later, blankErases }: FieldState): string {
  const plan = (blankErases ? tables.erases : tables.keeps).get(JSON.stringify([text(base), crm, billing]));
  if (plan === undefined) throw new Error("the page has no row for this case");
  if (plan === "agree" || plan === "keep") return plan;
  if (direction === "both")
    return plan === "conflict" ? (ofPolicy.get(`${policy} ${later ?? "–"}`) ?? "") : plan;
  const mine = direction === "to_billing" ? ">billing" : ">crm";
  if (plan !== "conflict")
    return isOneWayWrite(plan, mine, { base, crm, billing, direction, blankErases }) ? mine : "keep";
  return (direction === "to_billing" ? crm : billing) === null && !blankErases ? "keep" : mine;
}

/** Where both sides changed and a blank lost to a value, the one-way winner is the side that may write, if it has a value. */
function isOneWayWrite(
  plan: string,
  mine: string,
  { base, crm, billing, direction, blankErases }: Omit<FieldState, "policy" | "later">,
): boolean {
  if (plan === mine) return true;
  const bothChanged = base !== undefined && crm !== base && billing !== base;
  return bothChanged && ((direction === "to_billing" ? crm : billing) !== null || blankErases);
}

function wordOf(plan: FieldPlan): string {
  return { agree: "agree", keep: "keep", write_billing: ">billing", write_crm: ">crm", ask: "ask" }[plan.do];
}

/** Both sides and the base after a plan is carried out. */
function applied(field: FieldState): FieldState {
  const plan = reconcileField(field);
  if (plan.do === "agree") return { ...field, base: plan.base };
  if (plan.do === "write_billing") return { ...field, billing: plan.value, base: plan.value };
  if (plan.do === "write_crm") return { ...field, crm: plan.value, base: plan.value };
  return field;
}

function swapped(field: FieldState): FieldState {
  const direction = { to_billing: "to_crm", to_crm: "to_billing", both: "both" } as const;
  const other = { crm: "billing", billing: "crm", latest: "latest", ask: "ask" } as const;
  return {
    ...field,
    crm: field.billing,
    billing: field.crm,
    direction: direction[field.direction],
    policy: other[field.policy],
    later: field.later && other[field.later],
  };
}

describe("the three-way rule", () => {
  test("every cell of the page, 648 cases with and 648 without leave to erase, is what the code does", () => {
    expect(cases).toHaveLength(1296);
    expect(tables.keeps.size).toBe(36);
    const wrong = cases.filter((field) => wordOf(reconcileField(field)) !== expected(field));
    expect(wrong).toEqual([]);
  });

  test("equal sides agree whatever the base, the direction and the policy are", () => {
    const equal = cases.filter((field) => field.crm === field.billing);
    expect(equal.length).toBe(1296 / 3);
    for (const field of equal) expect(reconcileField(field)).toEqual({ do: "agree", base: field.crm });
  });

  test("swapping the sides, the direction and the policy swaps the plan", () => {
    const other: Record<string, string> = {
      agree: "agree",
      keep: "keep",
      ask: "ask",
      ">billing": ">crm",
      ">crm": ">billing",
    };
    for (const field of cases)
      expect([field, wordOf(reconcileField(swapped(field)))]).toEqual([
        field,
        other[wordOf(reconcileField(field))],
      ]);
  });

  test("a plan that was carried out leaves nothing to do", () => {
    for (const field of cases) {
      const plan = reconcileField(field);
      const next = reconcileField(applied(field));
      expect([field, wordOf(next)]).toEqual([
        field,
        plan.do === "keep" || plan.do === "ask" ? wordOf(plan) : "agree",
      ]);
    }
  });

  test("a side is written only where the direction allows it, and by a blank only where blanks erase", () => {
    for (const field of cases) {
      const plan = reconcileField(field);
      if (plan.do === "write_billing")
        expect([field.direction, plan.value]).not.toEqual(["to_crm", field.crm]);
      if (plan.do === "write_crm")
        expect([field.direction, plan.value]).not.toEqual(["to_billing", field.billing]);
      if ("value" in plan && !field.blankErases) expect(plan.value).not.toBe(null);
    }
  });

  test("what stays where it is says why: by leave to erase it would go, or the direction keeps it", () => {
    for (const field of cases) {
      const plan = reconcileField(field);
      if (plan.do !== "keep") continue;
      const byDirection = reconcileField({ ...field, blankErases: true }).do === "keep";
      expect([field, plan.why]).toEqual([field, byDirection ? "direction" : "blank"]);
    }
  });

  test("a value that nobody but its writer has seen is named as the loser when it is overwritten", () => {
    const overwritten = cases.flatMap((field) => {
      const plan = reconcileField(field);
      const lost = plan.do === "write_billing" ? field.billing : plan.do === "write_crm" ? field.crm : null;
      const isUnseen = lost !== null && lost !== field.base;
      return isUnseen && "loser" in plan ? [[lost, plan.loser]] : [];
    });
    expect(overwritten.length).toBeGreaterThan(40);
    for (const [lost, loser] of overwritten) expect(loser).toBe(lost);
  });
});
