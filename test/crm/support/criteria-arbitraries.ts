import fc from "fast-check";
import type { Criteria, Criterion } from "#crm/criteria/criteria.ts";

export const kinds = ["Customer", "customer", "Big, loud", "O'Hara"] as const;
export const colours = ["Red", "Blue", "50%"] as const;
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
export const record = fc.record(
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
export const { tree } = fc.letrec<{ tree: Criteria; group: Criteria }>((tie) => ({
  tree: fc.oneof({ maxDepth: 3, withCrossShrink: true }, criterion, tie("group")),
  group: fc.record({
    operator: fc.constantFrom("AND" as const, "OR" as const),
    group: fc.array(tie("tree"), { minLength: 2, maxLength: 4 }),
  }),
}));
