import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CrmWorld, openCrmWorld } from "./support/crm-world.ts";

let crm: CrmWorld;

const names = [
  "Gamma (DE), GmbH",
  "Zürich Söhne AG",
  "株式会社東京タワー",
  "Московский завод",
  "50%_off\\ 'x' \"y\"",
  "Long " + "x".repeat(90),
];

beforeAll(async () => {
  crm = await openCrmWorld();
  await add(names.map((name) => ({ Account_Name: name })));
  await add([
    {
      Account_Name: "Elsewhere",
      Phone: "+49 30 1234567",
      Website: "https://www.alpha.example/x",
      Billing_City: "Bad Homburg",
      Description: "hidden words",
    },
  ]);
});
afterAll(() => crm.stop());

async function add(rows: object[]): Promise<void> {
  expect((await crm.call("POST", "/crm/v8/Accounts", { data: rows })).status).toBe(201);
}

async function found(word: string): Promise<string[]> {
  const reply = await crm.call(
    "GET",
    `/crm/v8/Accounts/search?fields=Account_Name&word=${encodeURIComponent(word)}`,
  );
  const records: { Account_Name: string }[] = reply.status === 204 ? [] : reply.body.data;
  return records.map((record) => record.Account_Name).toSorted();
}

describe("a search by word", () => {
  const cases: [string, string][] = [
    ["gam", "Gamma (DE), GmbH"],
    ["GMBH", "Gamma (DE), GmbH"],
    ["(de), gm", "Gamma (DE), GmbH"],
    ["söh", "Zürich Söhne AG"],
    ["zürich SÖHNE", "Zürich Söhne AG"],
    ["東京", "株式会社東京タワー"],
    ["завод", "Московский завод"],
    ["50%_off\\", "50%_off\\ 'x' \"y\""],
    ["\\ 'x' \"y\"", "50%_off\\ 'x' \"y\""],
    ["long xxxx", "Long " + "x".repeat(90)],
    ["30 123", "Elsewhere"],
    ["alpha.example", "Elsewhere"],
    ["homburg", "Elsewhere"],
  ];
  test.each(cases)("given %j, finds what holds it from the beginning of a word on", async (word, name) => {
    expect(await found(word)).toEqual([name]);
  });

  test.each(["amm", "hne", "gamma gmbh", "de) gm", "hidden", "lpha.example", "2345", "京都", "%%"])(
    "given %j, which is within a word, in another order or in a long text, finds nothing",
    async (word) => expect(await found(word)).toEqual([]),
  );

  test("given a change and a deletion, finds what is there now", async () => {
    await add([{ Account_Name: "Fleeting" }]);
    const path = "/crm/v8/Accounts/search?fields=id&word=fleeting";
    const { id } = (await crm.call("GET", path)).body.data[0];
    await crm.call("PUT", `/crm/v8/Accounts/${id}`, { data: [{ Account_Name: "Lasting" }] });
    expect([await found("fleeting"), await found("lasting")]).toEqual([[], ["Lasting"]]);
    await crm.call("DELETE", `/crm/v8/Accounts/${id}`);
    expect(await found("lasting")).toEqual([]);
  });

  // Last, because so many new records of one word make searches for it walk the records.
  test("given a word that most new records hold, finds the same as by the index, page by page", async () => {
    const rows = (word: string): object[] =>
      Array.from({ length: 60 }, (_, at) => ({ Account_Name: `${word} ${at} Overall` }));
    await add(rows("Common"));
    expect(await found("verall")).toEqual([]);
    expect(await found("overall")).toHaveLength(60);
    expect(await found("common 59 over")).toEqual(["Common 59 Overall"]);
    expect((await crm.call("GET", "/crm/v8/Accounts/actions/count?word=overall")).body).toEqual({
      count: 60,
    });
    const page = await crm.call("GET", "/crm/v8/Accounts/search?fields=id&word=common&per_page=50&page=2");
    expect(page.body.data).toHaveLength(10);
  });
});
