import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inOrganization, type Tx } from "#platform/db/db.ts";
import { type Criteria, type Criterion, criteriaJson, readCriteria } from "#crm/criteria/criteria.ts";
import { criteriaSql } from "#crm/criteria/criteria-sql.ts";
import { parseSearchCriteria } from "#crm/criteria/search-criteria.ts";
import { parseCoql } from "#crm/coql/coql.ts";
import { criteriaContext } from "#crm/record/filter.store.ts";
import { listRecords } from "#crm/record/list.store.ts";
import { createRecords } from "#crm/record/write.commands.ts";
import { findCaller } from "#crm/user/caller.store.ts";
import { coqlText } from "#zoho/coql.ts";
import { equalsCriterion } from "#zoho/search.ts";
import { type CrmWorld, openCrmWorld } from "./support/crm-world.ts";
import { meets, type Plain, type PlainRecord } from "./support/criteria-reference.ts";

let crm: CrmWorld;
let parents: string[] = [];
let users: string[] = [];

beforeAll(async () => {
  crm = await openCrmWorld();
  const fields = [
    { field_label: "Note", data_type: "text" },
    { field_label: "Kind", data_type: "picklist", pick_list_values: [...kinds] },
    { field_label: "Colours", data_type: "multiselectpicklist", pick_list_values: [...colours] },
    { field_label: "Ticked", data_type: "boolean" },
    { field_label: "Count", data_type: "integer" },
  ];
  const more = [
    { field_label: "Rate", data_type: "double", decimal_place: 3 },
    { field_label: "Since", data_type: "date" },
    { field_label: "Seen", data_type: "datetime" },
    { field_label: "Code", data_type: "text", unique: { case_sensitive: false } },
  ];
  for (const some of [fields, more])
    expect((await crm.call("POST", "/crm/v8/settings/fields?module=Accounts", { fields: some })).status).toBe(
      201,
    );
  const made = await crm.call("POST", "/crm/v8/Accounts", {
    data: [{ Account_Name: "Parent A" }, { Account_Name: "parent b" }],
  });
  parents = made.body.data.map((item: { details: { id: string } }) => item.details.id);
  users = [crm.adminId, await crm.addUser("grace@example.com", "Grace Hopper")];
});
afterAll(() => crm.stop());

const kinds = ["Customer", "customer", "Big, loud", "O'Hara"] as const;
const colours = ["Red", "Blue", "50%"] as const;
/** Pieces of which texts are made, so that they often meet: letters of both cases, signs of patterns, of JSON and of SQL. */
const pieces = [
  "a",
  "A",
  "b",
  "ß",
  "İ",
  "Σ",
  "ς",
  "é",
  "e\u0301",
  "🚀",
  "%",
  "_",
  "\\",
  "'",
  '"',
  ",",
  " ",
  "${",
  "}",
];
/** Short ones are the most frequent: what is never equal tests nothing. */
const text = fc
  .oneof(
    { weight: 3, arbitrary: fc.constantFrom("a", "A", "σ") },
    { weight: 1, arbitrary: fc.constantFrom(...pieces) },
    {
      weight: 1,
      arbitrary: fc
        .array(fc.constantFrom(...pieces), { minLength: 2, maxLength: 4 })
        .map((parts) => parts.join("")),
    },
  )
  .map((one) => one.trim())
  .filter((one) => one !== "");
/** Days at a change of clocks, at the ends of years and months, and about today: "today+3" becomes a day in the test. */
const day = fc.oneof(
  fc.constantFrom("2026-03-28", "2026-03-29", "2026-03-30", "2025-12-31", "2024-02-29", "2026-10-25"),
  fc.integer({ min: -2, max: 2 }).map((days) => `today${days < 0 ? days : `+${days}`}`),
);
const moment = fc.constantFrom(
  "2026-03-28T22:59:59Z",
  "2026-03-28T23:00:00Z",
  "2026-03-29T01:30:00+02:00",
  "2026-03-29T21:59:59Z",
  "2026-03-29T22:00:00Z",
  "2026-10-25T02:30:00+01:00",
);
const macro = fc.constantFrom(
  ...["TODAY", "YESTERDAY", "TOMORROW", "THISWEEK", "LASTWEEK", "NEXTWEEK", "THISMONTH", "LASTMONTH"],
  ...["NEXTMONTH", "THISQUARTER", "LASTQUARTER", "THISYEAR", "LASTYEAR"],
);
const counted = fc
  .tuple(
    fc.constantFrom("AGEINDAYS", "LASTNDAYS", "NEXTNDAYS"),
    fc.oneof(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 900 })),
  )
  .map(([name, count]) => `\${${name}}+${count}`);
const count = fc.integer({ min: -3, max: 3 });
const rate = fc.integer({ min: -2500, max: 2500 }).map((thousandths) => thousandths / 1000);

/** A record as it is sent. Codes are unique, so each row has its own or none. */
const record = fc.record(
  {
    Note: text,
    Kind: fc.constantFrom(...kinds),
    Colours: fc.uniqueArray(fc.constantFrom(...colours), { minLength: 1 }),
    Ticked: fc.boolean(),
    Count: count,
    Rate: rate,
    Since: day,
    Seen: moment,
    Tag: fc.uniqueArray(
      text.filter((one) => one.length <= 20),
      { minLength: 1, maxLength: 2 },
    ),
    Parent_Account: fc.nat({ max: 1 }),
    Owner: fc.nat({ max: 1 }),
    Account_Name: text,
    hasCode: fc.boolean(),
  },
  { requiredKeys: ["Account_Name", "Owner"] },
);

/** As somebody types it: blanks around the text. They do not matter to "is", and belong to what is "contained". */
const padded = text.map((one) => ` ${one} `);

const textComparators = [
  "equal",
  "not_equal",
  "contains",
  "not_contains",
  "starts_with",
  "ends_with",
  "like",
  "not_like",
] as const;
const order = ["equal", "not_equal", "greater_than", "greater_equal", "less_than", "less_equal"] as const;
const lists = ["in", "not_in"] as const;
const leaf = <Value>(
  fields: readonly string[],
  comparators: readonly Criterion["comparator"][],
  value: fc.Arbitrary<Value>,
): fc.Arbitrary<Criterion> =>
  fc.record({ field: fc.constantFrom(...fields), comparator: fc.constantFrom(...comparators), value });
const some = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value[]> =>
  fc.array(value, { minLength: 1, maxLength: 3 });
const pair = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<[Value, Value]> => fc.tuple(value, value);
const times = ["Since", "Seen"] as const;
const time = fc.oneof(
  day,
  moment,
  macro.map((name) => `\${${name}}`),
);
const anyTag = fc.oneof(text, fc.constantFrom(...colours));

/** One comparison that fits its field. References and codes are places in lists that the test fills in. */
const criterion: fc.Arbitrary<Criterion> = fc.oneof(
  leaf(["Account_Name", "Note", "Code", "Kind"], textComparators, fc.oneof(text, padded)),
  leaf(["Account_Name", "Note", "Code", "Kind"], lists, some(fc.oneof(text, fc.constantFrom(...kinds)))),
  leaf(["Code"], ["equal", "not_equal"], fc.constantFrom("CODE-0", "code-1", "c")),
  leaf(["Kind"], ["equal", "not_equal"], fc.constantFrom(...kinds)),
  leaf(
    ["Colours"],
    ["equal", "not_equal", "in", "not_in", "contains", "not_contains"],
    some(fc.constantFrom(...colours)),
  ),
  leaf(["Colours", "Tag"], ["include_all", "include_any", "exclude_all", "exclude_any"], some(anyTag)),
  leaf(["Ticked"], ["equal", "not_equal"], fc.constantFrom(true, false, "true", "false")),
  leaf(["Count", "Rate"], order, fc.oneof(count, rate, count.map(String))),
  leaf(["Count", "Rate"], lists, some(fc.oneof(count, rate))),
  leaf(["Count", "Rate"], ["between", "not_between"], pair(fc.oneof(count, rate))),
  leaf(times, order, fc.oneof(time, counted)),
  leaf(times, lists, some(time)),
  leaf(
    times,
    ["between", "not_between"],
    fc.oneof(pair(fc.oneof(day, moment)), pair(counted.filter((one) => one.includes("AGE")))),
  ),
  leaf(["Parent_Account"], ["equal", "not_equal"], fc.constantFrom("parent:0", "parent:1")),
  leaf(["Parent_Account"], lists, some(fc.constantFrom("parent:0", "parent:1"))),
  leaf(
    ["Parent_Account", "Owner"],
    ["contains", "starts_with", "ends_with", "not_contains"],
    fc.constantFrom("PARENT", "a", "hopper", "zz"),
  ),
  leaf(["Owner"], ["equal", "not_equal"], fc.constantFrom("user:0", "user:1", "${CURRENTUSER}")),
  leaf(
    [
      "Account_Name",
      "Note",
      "Code",
      "Kind",
      "Colours",
      "Count",
      "Rate",
      "Since",
      "Seen",
      "Parent_Account",
      "Ticked",
    ],
    ["equal", "not_equal"],
    fc.constantFrom("${EMPTY}", "${NOTEMPTY}"),
  ),
);
const { tree } = fc.letrec<{ tree: Criteria; group: Criteria }>((tie) => ({
  tree: fc.oneof({ maxDepth: 3, withCrossShrink: true }, criterion, tie("group")),
  group: fc.record({
    operator: fc.constantFrom("AND" as const, "OR" as const),
    group: fc.array(tie("tree"), { minLength: 2, maxLength: 4 }),
  }),
}));

const compareAs: Plain["kinds"] = {
  Account_Name: "text",
  Note: "text",
  Code: "text",
  Kind: "choice",
  Colours: "choices",
  Tag: "tags",
  Ticked: "box",
  Count: "number",
  Rate: "number",
  Since: "day",
  Seen: "moment",
  Parent_Account: "reference",
  Owner: "reference",
};

/** A transaction that is taken back. */
class TakenBack extends Error {}

async function takingBack(work: (tx: Tx) => Promise<void>): Promise<void> {
  await inOrganization(crm.system.deps.db, crm.organizationId, async (tx) => {
    await work(tx);
    throw new TakenBack();
  }).catch((error: unknown) => {
    if (!(error instanceof TakenBack)) throw error;
  });
}

/** Places in lists become the ids that stand there, days about today those days. */
function filledIn(criteria: Criteria, today: string): Criteria {
  if ("group" in criteria) return { ...criteria, group: criteria.group.map((one) => filledIn(one, today)) };
  return { ...criteria, value: filledValue(criteria.value, today) };
}

function filledValue(value: unknown, today: string): unknown {
  if (Array.isArray(value)) return value.map((one) => filledValue(one, today));
  const [, list, at] = /^(parent|user|today)[:+]?(-?\d)$/.exec(String(value)) ?? [];
  if (list === "today")
    return Temporal.PlainDate.from(today)
      .add({ days: Number(at) })
      .toString();
  return list === undefined ? value : (list === "parent" ? parents : users)[Number(at)];
}

describe("C1 a view holds what its criteria say", () => {
  test("given any records and any criteria, the database finds those that a plain evaluation finds", async () => {
    let compared = 0;
    let found = 0;
    const law = fc.asyncProperty(
      fc.array(record, { minLength: 1, maxLength: 12 }),
      fc.array(tree, { minLength: 1, maxLength: 12 }),
      async (drafts, wanted) => {
        await takingBack(async (tx) => {
          const admin = await findCaller(tx, { userId: crm.adminId });
          if (!admin) throw new Error("no administrator");
          const caller = { ...admin, scope: undefined, isPerson: false };
          const rows = drafts.map(({ hasCode, ...draft }, at): PlainRecord => ({
            ...draft,
            Owner: users[draft.Owner],
            ...(draft.Parent_Account === undefined ? {} : { Parent_Account: parents[draft.Parent_Account] }),
            ...(draft.Since === undefined ? {} : { Since: filledValue(draft.Since, caller.today) }),
            ...(hasCode ? { Code: `Code-${at}` } : {}),
          }));
          const outcomes = await createRecords(
            { tx, caller, module: "Accounts" },
            rows.map((input, at) => ({ at, input })),
          );
          const ids = rows.map((_, at) => {
            const outcome = outcomes.get(at);
            if (!outcome || "problem" in outcome) throw new Error(JSON.stringify(outcome));
            return outcome.stamps.id;
          });
          for (const criteria of wanted.map((one) => filledIn(one, caller.today))) {
            const expected = rows.flatMap((row, at) =>
              meets(criteria, row, {
                kinds: compareAs,
                names: new Map([
                  [parents[0] ?? "", "Parent A"],
                  [parents[1] ?? "", "parent b"],
                  [users[0] ?? "", "Ada Lovelace"],
                  [users[1] ?? "", "Grace Hopper"],
                ]),
                me: crm.adminId,
                today: caller.today,
                zone: "Europe/Berlin",
              })
                ? [ids[at] ?? ""]
                : [],
            );
            const inView = await matching(tx, caller, criteria, ids);
            expect(inView).toEqual(expected);
            compared += 1;
            found += inView.length;
          }
        });
      },
    );
    await fc.assert(law, { numRuns: 150 });
    // Criteria that never find anything would agree about nothing.
    expect(compared).toBeGreaterThan(150);
    expect(found).toBeGreaterThan(compared / 2);
  });
});

async function matching(
  tx: Tx,
  caller: NonNullable<Awaited<ReturnType<typeof findCaller>>>,
  criteria: Criteria,
  ids: readonly string[],
): Promise<string[]> {
  const about = { caller: { ...caller, scope: undefined, isPerson: false }, module: "Accounts" as const };
  const compiled = criteriaSql(criteria, criteriaContext(about));
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.refusal));
  const id = caller.fields.Accounts.get("id");
  const { documents } = await listRecords(tx, {
    module: "Accounts",
    fields: id ? [id] : [],
    conditions: [compiled.value],
    sort: { by: "id", order: "asc" },
    limit: 200,
  });
  return documents
    .map((document) => (JSON.parse(document) as { id: string }).id)
    .filter((one) => ids.includes(one));
}

describe("C2 no value becomes part of a query", () => {
  const anyText = fc.string({ unit: "binary", maxLength: 40 }).filter((one) => !one.startsWith("${"));

  test("given any text, a COQL query that holds it as a value asks for exactly that text", () => {
    fc.assert(
      fc.property(fc.array(anyText, { minLength: 1, maxLength: 3 }), (values) => {
        const query = coqlText({
          select: ["id"],
          from: "Accounts",
          where: {
            all: [
              { field: "Note", is: "in", values },
              { field: "Code", is: "=", value: values[0] ?? "" },
            ],
          },
        });
        const parsed = parseCoql(query);
        expect(parsed.ok && parsed.value.where).toEqual({
          operator: "AND",
          group: [
            { field: "Note", comparator: "in", value: values },
            { field: "Code", comparator: "equal", value: values[0] },
          ],
        });
      }),
    );
  });

  test("given any text, search criteria that hold it as a value ask for exactly that text", () => {
    fc.assert(
      fc.property(anyText, anyText, (one, other) => {
        const parsed = parseSearchCriteria(
          `(${equalsCriterion("Note", one)}and${equalsCriterion("Code", other)})`,
        );
        expect(parsed.ok && parsed.value).toEqual({
          operator: "AND",
          group: [
            { field: "Note", comparator: "equal", value: one },
            { field: "Code", comparator: "equal", value: other },
          ],
        });
      }),
    );
  });

  test("given any text in place of criteria or a query, it is read or refused, and never fails", () => {
    const likely = fc
      .array(
        fc.constantFrom(
          ...["(", ")", "and", "or", "not", "in", "between", "is", "null", "like", "select", "from", "where"],
          ...[
            "order by",
            "limit",
            "offset",
            "Note",
            "Accounts",
            "'x'",
            "5",
            ",",
            "=",
            ":",
            "equals",
            "\\",
            "${",
            "'",
          ],
        ),
        { maxLength: 30 },
      )
      .map((words) => words.join(" "));
    fc.assert(
      fc.property(fc.oneof(anyText, likely), (source) => {
        expect(typeof parseCoql(source).ok).toBe("boolean");
        expect(typeof parseSearchCriteria(source.replaceAll(" ", "")).ok).toBe("boolean");
      }),
    );
  });

  test("given any text as a value, the database answers without failing and without changing anything", async () => {
    await takingBack(async (tx) => {
      const found = await findCaller(tx, { userId: crm.adminId });
      if (!found) throw new Error("no administrator");
      const storable = anyText.filter((one) => !one.includes("\u0000") && one.isWellFormed());
      const fields = ["Account_Name", "Note", "Code", "Kind", "Parent_Account", "Owner", "Tag", "Colours"];
      const comparators = [
        "equal",
        "not_equal",
        "contains",
        "starts_with",
        "ends_with",
        "like",
        "in",
      ] as const;
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...fields),
          fc.constantFrom(...comparators),
          storable,
          async (field, comparator, value) => {
            const about = {
              caller: { ...found, scope: undefined, isPerson: false },
              module: "Accounts" as const,
            };
            const compiled = criteriaSql({ field, comparator, value }, criteriaContext(about));
            if (!compiled.ok) return;
            await expect(matching(tx, found, { field, comparator, value }, parents)).resolves.toBeInstanceOf(
              Array,
            );
          },
        ),
        { numRuns: 300 },
      );
      expect(await matching(tx, found, { field: "id", comparator: "in", value: parents }, parents)).toEqual(
        parents,
      );
    });
  });
});

describe("C3 criteria can be shown and read again", () => {
  test("given any criteria, their JSON reads back as the same criteria", () => {
    fc.assert(
      fc.property(tree, (criteria) => {
        const read = readCriteria(JSON.parse(JSON.stringify(criteriaJson(criteria, () => "1"))));
        expect(read).toEqual(
          leavesOf(criteria) > 25
            ? { ok: false, refusal: expect.objectContaining({ reason: "has more than 25 conditions" }) }
            : { ok: true, value: criteria },
        );
      }),
    );
  });
});

function leavesOf(criteria: Criteria): number {
  return "group" in criteria ? criteria.group.reduce((sum, one) => sum + leavesOf(one), 0) : 1;
}
