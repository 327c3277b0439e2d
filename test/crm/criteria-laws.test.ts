import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inOrganization, type Tx } from "#platform/db/db.ts";
import { type Criteria, criteriaJson, readCriteria } from "#crm/criteria/criteria.ts";
import { criteriaSql } from "#crm/criteria/criteria-sql.ts";
import { probeOf } from "#crm/criteria/probe.ts";
import { parseSearchCriteria } from "#crm/criteria/search-criteria.ts";
import { parseCoql } from "#crm/coql/coql.ts";
import { criteriaContext } from "#crm/record/filter.store.ts";
import { listRecords } from "#crm/record/list.store.ts";
import { findByProbe } from "#crm/record/probe.store.ts";
import { createRecords } from "#crm/record/write.commands.ts";
import { findCaller } from "#crm/user/caller.store.ts";
import { coqlText } from "#zoho/coql.ts";
import { equalsCriterion } from "#zoho/search.ts";
import { colours, kinds, record, tree } from "./support/criteria-arbitraries.ts";
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
    let probed = 0;
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
            const probe = probeOf(criteria, criteriaContext({ caller, module: "Accounts" }));
            const among = probe && (await findByProbe(tx, "Accounts", probe));
            if (among) {
              expect(among).toEqual(expect.arrayContaining(expected));
              probed += expected.length;
            }
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
    expect(probed).toBeGreaterThan(compared / 10);
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
    caller,
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
