import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Criteria, criteriaJson } from "#crm/criteria/criteria.ts";
import type { CrmWorld } from "./support/crm-world.ts";
import { explain, is, openLargeCrm } from "./support/large-crm.ts";

let crm: CrmWorld;

beforeAll(async () => {
  ({ crm } = await openLargeCrm(100_000));
});
afterAll(() => crm.stop());

const all = (...group: Criteria[]): Criteria => ({ operator: "AND", group });
const any = (...group: Criteria[]): Criteria => ({ operator: "OR", group });

describe("F91 a view that hardly any record meets is found by an index", () => {
  /** What a view shows in its first page of 50, or undefined where it shows none. */
  async function inView(criteria: Criteria): Promise<string[]> {
    const made = await crm.call("POST", "/crm/v8/settings/custom_views?module=Accounts", {
      custom_views: [
        {
          name: `View ${Math.random()}`,
          access_type: "public",
          criteria: criteriaJson(criteria, () => undefined),
        },
      ],
    });
    expect(made.status).toBe(201);
    const cvid = made.body.custom_views[0].details.id as string;
    const list = await crm.call("GET", `/crm/v8/Accounts?cvid=${cvid}&fields=Account_Name&per_page=50`);
    const counted = await crm.call("GET", `/crm/v8/Accounts/actions/count?cvid=${cvid}`);
    const names = ((list.body?.data ?? []) as { Account_Name: string }[]).map(
      ({ Account_Name: name }) => name,
    );
    if (names.length < 50) expect(counted.body.count).toBe(names.length);
    return names;
  }

  const named = (...numbers: number[]): string[] => numbers.map((number) => `Account ${number}`);

  test.each<[string, Criteria, string[]]>([
    [
      "a piece of a name",
      is("Account_Name", "UNT 7777", "contains"),
      named(77779, 77778, 77777, 77776, 77775, 77774, 77773, 77772, 77771, 77770, 7777),
    ],
    ["the end of a name", is("Account_Name", "nt 7777", "ends_with"), named(7777)],
    ["a name that none has", is("Account_Name", "Zebra", "starts_with"), []],
    [
      "a piece of a phone number, from a blank on",
      is("Phone", "1 7777", "contains"),
      named(77779, 77778, 77777, 77776, 77775, 77774, 77773, 77772, 77771, 77770, 7777),
    ],
    ["a phone number", is("Phone", "+1 4321"), named(4321)],
    ["one of two phone numbers", is("Phone", ["+1 4321", "+1 99"], "in"), named(4321, 99)],
    ["a number beyond all", is("Employees", 5_000, "greater_equal"), []],
    [
      "a number between two",
      all(is("Employees", [4_321, 4_322], "between"), is("Account_Name", "9321", "ends_with")),
      named(99321, 89321, 79321, 69321, 59321, 49321, 39321, 29321, 19321, 9321),
    ],
    [
      "a number that is one of two, of a common kind",
      all(
        is("Segment", "Small"),
        is("Employees", [17, 18], "in"),
        is("Account_Name", "Account 5", "starts_with"),
      ),
      named(55017, 50017, 5017),
    ],
    [
      "kinds that nobody is both of",
      all(is("Segment", "Large"), is("Sync_to_billing", true), is("Account_Name", "1000", "ends_with")),
      named(91000, 81000, 71000, 61000, 51000, 41000, 31000, 21000, 11000, 1000),
    ],
    [
      "either of two things, nested",
      any(is("Phone", "+1 4321"), all(is("Segment", "Large"), is("Employees", 5_001, "greater_than"))),
      named(4321),
    ],
  ])("%s", async (_name, criteria, expected) => {
    const went = await explain(crm, {}, { criteria, probed: true });
    expect(went.walked).not.toContain("crm_record");
    expect(went.lookedAt).toBeLessThan(5_001);
    expect(await inView(criteria)).toEqual(expected);
  });

  test("a number that changes, is emptied, or goes with its record is found where it stands", async () => {
    const id = (await crm.call("GET", "/crm/v8/Accounts/search?criteria=(Account_Name:equals:Account 60)"))
      .body.data[0].id as string;
    const beyond = is("Employees", 1_000_000, "greater_than");
    const change = async (Employees: number | null): Promise<void> => {
      expect((await crm.call("PUT", `/crm/v8/Accounts/${id}`, { data: [{ Employees }] })).status).toBe(200);
    };
    expect(await inView(beyond)).toEqual([]);
    await change(2_000_000);
    expect(await inView(beyond)).toEqual(named(60));
    expect(await inView(all(is("Employees", 60), is("Phone", "+1 60")))).toEqual([]);
    await change(null);
    expect(await inView(beyond)).toEqual([]);
    await change(3_000_000);
    expect((await crm.call("DELETE", `/crm/v8/Accounts/${id}`)).status).toBe(200);
    expect(await inView(beyond)).toEqual([]);
  });
});
