import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CrmWorld, openCrmWorld, type Json } from "./support/crm-world.ts";

let crm: CrmWorld;

const rows = [
  {
    Account_Name: "Alpha",
    Employees: 10,
    Annual_Revenue: 1000.5,
    Account_Type: "Customer",
    Website: "https://alpha.example",
    Note_Text: "50%_off\\",
    Ticked: true,
    Colours: ["Red", "Blue"],
    Since: "2026-03-31",
  },
  {
    Account_Name: "beta",
    Employees: 20,
    Annual_Revenue: 2000,
    Account_Type: "Prospect",
    Note_Text: "plain",
    Ticked: false,
    Colours: ["Blue"],
    Since: "2026-04-01",
  },
  {
    Account_Name: "Gamma (DE), GmbH",
    Employees: 30,
    Account_Type: "Customer",
    Since: "2025-12-31",
    Tag: [{ name: "vip" }],
  },
  { Account_Name: "O'Hara", Seen: "2026-03-31T23:30:00+02:00" },
];

/** Names of the accounts of a new view with these criteria, in alphabetical order. */
async function inView(criteria: unknown): Promise<string[]> {
  const made = await crm.call("POST", "/crm/v8/settings/custom_views?module=Accounts", {
    custom_views: [{ name: "A view", criteria, access_type: "public" }],
  });
  expect(made.body).toMatchObject({ custom_views: [{ code: "SUCCESS" }] });
  const list = await crm.call(
    "GET",
    `/crm/v8/Accounts?fields=Account_Name&cvid=${made.body.custom_views[0].details.id}`,
  );
  return list.status === 204
    ? []
    : list.body.data.map((row: { Account_Name: string }) => row.Account_Name[0]).toSorted();
}

const leaf = (api_name: string, comparator: string, value: unknown): object => ({
  comparator,
  field: { api_name },
  type: "value",
  value,
});

beforeAll(async () => {
  crm = await openCrmWorld();
  const fields = [
    { field_label: "Note Text", data_type: "text" },
    { field_label: "Ticked", data_type: "boolean" },
    { field_label: "Since", data_type: "date" },
    { field_label: "Colours", data_type: "multiselectpicklist", pick_list_values: ["Red", "Blue", "Green"] },
    { field_label: "Seen", data_type: "datetime" },
  ];
  expect((await crm.call("POST", "/crm/v8/settings/fields?module=Accounts", { fields })).status).toBe(201);
  const created = await crm.call("POST", "/crm/v8/Accounts", { data: rows });
  expect(created.status).toBe(201);
  const [first] = created.body.data;
  await crm.call("PUT", `/crm/v8/Accounts/${created.body.data[1].details.id}`, {
    data: [{ Parent_Account: { id: first.details.id } }],
  });
});
afterAll(() => crm.stop());

describe("each comparator picks exactly the records it names (A, b, G, O by first letter)", () => {
  test.each<[string, string, unknown, string[]]>([
    ["Account_Name", "equal", "ALPHA", ["A"]],
    ["Account_Name", "not_equal", "alpha", ["G", "O", "b"]],
    ["Account_Name", "contains", "a", ["A", "G", "O", "b"]],
    ["Account_Name", "not_contains", "alp", ["G", "O", "b"]],
    ["Account_Name", "starts_with", "BE", ["b"]],
    ["Account_Name", "ends_with", "gmbh", ["G"]],
    ["Account_Name", "like", "%ph%", ["A"]],
    ["Account_Name", "not_like", "%a", ["G"]],
    ["Account_Name", "in", ["Alpha", "beta"], ["A", "b"]],
    ["Account_Name", "not_in", ["Alpha", "beta"], ["G", "O"]],
    ["Account_Name", "equal", "O'Hara", ["O"]],
    ["Note_Text", "contains", "%_", ["A"]],
    ["Note_Text", "like", "50%_off\\", ["A"]],
    ["Note_Text", "contains", "'; drop table crm_record; --", []],
    ["Note_Text", "equal", "${EMPTY}", ["G", "O"]],
    ["Note_Text", "not_equal", "${EMPTY}", ["A", "b"]],
    ["Note_Text", "equal", "${NOTEMPTY}", ["A", "b"]],
    ["Employees", "equal", 20, ["b"]],
    ["Employees", "not_equal", 20, ["A", "G", "O"]],
    ["Employees", "greater_than", 20, ["G"]],
    ["Employees", "greater_equal", 20, ["G", "b"]],
    ["Employees", "less_than", "20", ["A"]],
    ["Employees", "less_equal", 20, ["A", "b"]],
    ["Employees", "between", [15, 30], ["G", "b"]],
    ["Employees", "not_between", [15, 30], ["A", "O"]],
    ["Employees", "in", [10, 30], ["A", "G"]],
    ["Employees", "equal", "${EMPTY}", ["O"]],
    ["Annual_Revenue", "equal", 1000.5, ["A"]],
    ["Account_Type", "equal", "Customer", ["A", "G"]],
    ["Account_Type", "not_equal", "Customer", ["O", "b"]],
    ["Account_Type", "in", ["Customer", "Prospect"], ["A", "G", "b"]],
    ["Account_Type", "not_in", ["Prospect"], ["A", "G", "O"]],
    ["Account_Type", "contains", "pro", ["b"]],
    ["Ticked", "equal", true, ["A"]],
    ["Ticked", "equal", false, ["G", "O", "b"]],
    ["Ticked", "not_equal", "true", ["G", "O", "b"]],
    ["Colours", "include_any", ["Red", "Green"], ["A"]],
    ["Colours", "include_all", ["Red", "Blue"], ["A"]],
    ["Colours", "include_all", ["Blue"], ["A", "b"]],
    ["Colours", "exclude_any", ["Red"], ["G", "O", "b"]],
    ["Colours", "exclude_all", ["Red", "Blue"], ["G", "O", "b"]],
    ["Colours", "equal", "${NOTEMPTY}", ["A", "b"]],
    ["Tag", "include_any", ["vip"], ["G"]],
    ["Since", "equal", "2026-03-31", ["A"]],
    ["Since", "not_equal", "2026-03-31", ["G", "O", "b"]],
    ["Since", "greater_than", "2026-03-31", ["b"]],
    ["Since", "greater_equal", "2026-03-31", ["A", "b"]],
    ["Since", "less_than", "2026-03-31", ["G"]],
    ["Since", "less_equal", "2026-03-31", ["A", "G"]],
    ["Since", "between", ["2025-12-31", "2026-03-31"], ["A", "G"]],
    ["Since", "equal", "${AGEINDAYS}+0", []],
    ["Since", "greater_than", "${AGEINDAYS}+30000", []],
    ["Since", "less_than", "${AGEINDAYS}+30000", ["A", "G", "b"]],
    ["Seen", "equal", "2026-03-31", ["O"]],
    ["Seen", "equal", "2026-03-31T21:30:00Z", ["O"]],
    ["Seen", "less_than", "2026-03-31T21:30:00Z", []],
    ["Seen", "between", ["2026-03-30", "2026-03-31"], ["O"]],
    ["Created_Time", "equal", "${TODAY}", ["A", "G", "O", "b"]],
    ["Created_Time", "equal", "${THISWEEK}", ["A", "G", "O", "b"]],
    ["Created_Time", "equal", "${LASTMONTH}", []],
    ["Created_Time", "less_equal", "${AGEINDAYS}+7", ["A", "G", "O", "b"]],
    ["Created_Time", "greater_than", "${AGEINDAYS}+7", []],
    ["Owner", "equal", "${CURRENTUSER}", ["A", "G", "O", "b"]],
    ["Owner", "not_equal", { id: "${CURRENTUSER}" }, []],
    ["Owner", "contains", "lovelace", ["A", "G", "O", "b"]],
    ["Parent_Account", "equal", "${NOTEMPTY}", ["b"]],
    ["Parent_Account", "starts_with", "alp", ["b"]],
  ])("%s %s %j", async (field, comparator, value, expected) => {
    expect(await inView(leaf(field, comparator, value))).toEqual(expected);
  });

  test("groups nest: (customer or prospect) and more than 15 employees", async () => {
    const either = {
      group_operator: "OR",
      group: [leaf("Account_Type", "equal", "Customer"), leaf("Account_Type", "equal", "Prospect")],
    };
    expect(
      await inView({ group_operator: "AND", group: [either, leaf("Employees", "greater_than", 15)] }),
    ).toEqual(["G", "b"]);
  });

  test.each<[object, RegExp]>([
    [leaf("Nothing", "equal", "x"), /no field/],
    [leaf("Account_Name", "resembles", "x"), /no comparator/],
    [leaf("Employees", "equal", "many"), /do not fit/],
    [leaf("Since", "equal", "2026-02-30"), /do not fit/],
    [{ group_operator: "XOR", group: [leaf("Account_Name", "equal", "x")] }, /neither AND nor OR/],
    [
      { group_operator: "AND", group: Array.from({ length: 26 }, () => leaf("Account_Name", "equal", "x")) },
      /more than 25/,
    ],
  ])("criteria that cannot be are refused with their place: %j", async (criteria, message) => {
    const reply = await crm.call("POST", "/crm/v8/settings/custom_views?module=Accounts", {
      custom_views: [{ name: "A view", criteria }],
    });
    expect(reply).toMatchObject({
      status: 400,
      body: { code: "INVALID_DATA", message: expect.stringMatching(message) },
    });
  });
});

describe("search and COQL read the same conditions", () => {
  const found = async (path: string): Promise<string[]> => {
    const reply = await crm.call("GET", `/crm/v8/Accounts/search?fields=Account_Name&${path}`);
    return reply.status === 204
      ? []
      : reply.body.data.map((row: { Account_Name: string }) => row.Account_Name[0]).toSorted();
  };
  test.each<[string, string[]]>([
    ["(Account_Name:equals:alpha)", ["A"]],
    [String.raw`(Account_Name:equals:Gamma \(DE\)\, GmbH)`, ["G"]],
    ["((Account_Type:in:Customer,Prospect)and(Employees:greater_than:10))", ["G", "b"]],
    ["((Account_Type:equals:Prospect)or((Employees:between:1,10)and(Ticked:equals:true)))", ["A", "b"]],
    ["(Since:between:2026-03-01,2026-03-31)", ["A"]],
    ["(Account_Name:starts_with:b)", ["b"]],
  ])("criteria=%s", async (criteria, expected) => {
    expect(await found(`criteria=${encodeURIComponent(criteria)}`)).toEqual(expected);
  });

  test("a word is found in names and short texts from its beginning on, and must have two letters", async () => {
    expect(await found("word=gam")).toEqual(["G"]);
    expect(await found(`word=${encodeURIComponent("(de), gm")}`)).toEqual(["G"]);
    expect(await found("word=amm")).toEqual([]);
    expect(await found("word=alpha.example")).toEqual(["A"]);
    expect((await crm.call("GET", "/crm/v8/Accounts/search?word=x")).body.code).toBe("INVALID_DATA");
    expect((await crm.call("GET", "/crm/v8/Accounts/search")).body).toMatchObject({
      code: "EXPECTED_PARAM_MISSING",
    });
    expect(
      (await crm.call("GET", "/crm/v8/Accounts/search?criteria=(Account_Name:equals")).body,
    ).toMatchObject({ code: "INVALID_QUERY" });
  });

  const coql = async (select_query: string): Promise<{ status: number; body: Json }> =>
    crm.call("POST", "/crm/v8/coql", { select_query });
  test("COQL selects, joins, sorts and pages", async () => {
    const all = await coql(
      "select Account_Name, Owner.last_name, Parent_Account.Account_Name from Accounts where (Account_Name is not null and Employees >= 10) order by Employees desc limit 2",
    );
    expect(all.body.data.map((row: Json) => row.Account_Name)).toEqual(["Gamma (DE), GmbH", "beta"]);
    expect(all.body.data[1]).toMatchObject({
      "Owner.last_name": "Lovelace",
      "Parent_Account.Account_Name": "Alpha",
      id: expect.stringMatching(/^\d{19}$/),
    });
    expect(all.body.info).toEqual({ count: 2, more_records: true });
    const rest = await coql(
      "select Account_Name from Accounts where Employees in (10, 20) or Account_Name like '%hara' order by id asc limit 1, 200",
    );
    expect(rest.body.data.map((row: Json) => row.Account_Name)).toEqual(["beta", "O'Hara"]);
    expect((await coql("select id from Accounts where Account_Name = 'nobody'")).status).toBe(204);
  });
  test.each<[string, object]>([
    [
      "select Account_Name Accounts",
      { code: "SYNTAX_ERROR", details: { near: "Accounts", line: 1, column: 21 } },
    ],
    ["select Account_Name from Accounts", { code: "SYNTAX_ERROR", details: { near: "end of query" } }],
    [
      "select Nothing from Accounts where id is not null",
      { code: "INVALID_QUERY", details: { column_name: "Nothing" } },
    ],
    ["select id from Nothing where id is not null", { code: "INVALID_MODULE" }],
    ["select id from Accounts where id is not null limit 2001", { code: "LIMIT_EXCEEDED" }],
  ])("COQL %s is refused", async (query, expected) => {
    expect(await coql(query)).toMatchObject({ status: 400, body: expected });
  });
});
