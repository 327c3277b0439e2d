import { setTimeout as sleep } from "node:timers/promises";
import { unzipSync } from "fflate";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Json } from "../crm/support/crm-world.ts";
import { crmClass } from "./official-client.ts";
import { type OfficialWorld, openOfficialWorld } from "./official-world.ts";

let crm: OfficialWorld;
let account: string;

beforeAll(async () => {
  crm = await openOfficialWorld("refresh_token");
  account = (await crm.call("POST", "/crm/v8/Accounts", { data: [{ Account_Name: "Akamai" }] })).body.data[0]
    .details.id;
  const people = [
    { Last_Name: "Miles", Title: 'The "boss", really', Account_Name: { id: account }, Email_Opt_Out: true },
    { Last_Name: "Coyle", Title: "two\nlines" },
    { Last_Name: "Other" },
  ];
  expect((await crm.call("POST", "/crm/v8/Contacts", { data: people })).status).toBe(201);
});
afterAll(() => crm.stop());

const Bulk = crmClass("bulk_read/bulk_read_operations", "BulkReadOperations");

/** A query of Contacts; `more` completes it. */
function queryOf(more: (query: Json) => void): Json {
  const module = new (crmClass("modules/minified_module", "MinifiedModule"))();
  module.setAPIName("Contacts");
  const query = new (crmClass("bulk_read/query", "Query"))();
  query.setModule(module);
  query.setFields(["id", "Last_Name", "Title", "Account_Name", "Email_Opt_Out"]);
  more(query);
  return query;
}

/** Runs a bulk read to its end: its last state, and the text of the file in its zip. */
async function read(more: (query: Json) => void): Promise<{ result: Json; lines: string }> {
  const body = new (crmClass("bulk_read/body_wrapper", "BodyWrapper"))();
  body.setQuery(queryOf(more));
  body.setFileType("csv");
  const made = await new Bulk().createBulkReadJob(body);
  expect(made.getStatusCode()).toBe(201);
  expect(made.getObject().getData()[0].getDetails().get("state").getValue()).toBe("ADDED");
  const job = BigInt(made.getObject().getData()[0].getDetails().get("id"));
  let detail: Json;
  for (let tries = 0; detail?.getState().getValue() !== "COMPLETED" && tries < 100; tries += 1) {
    await sleep(100);
    detail = (await new Bulk().getBulkReadJobDetails(job)).getObject().getData()[0];
  }
  const file = (await new Bulk().downloadResult(job)).getObject().getFile();
  const [entry, ...others] = Object.entries(unzipSync(new Uint8Array(file.getStream() as Buffer)));
  expect([entry?.[0], others]).toEqual([`${job}.csv`, []]);
  return { result: detail.getResult(), lines: Buffer.from(entry?.[1] ?? []).toString() };
}

test("a bulk read becomes a zip of its records, quoted as CSV is", async () => {
  const { result, lines } = await read(() => undefined);
  expect(result.getCount()).toBe(3);
  expect(result.getMoreRecords()).toBe(false);
  expect(lines.replaceAll(/\d{19}/g, (id) => (id === account ? "ACCOUNT" : "ID"))).toBe(
    [
      "id,Last_Name,Title,Account_Name.id,Email_Opt_Out",
      'ID,"Miles","The ""boss"", really",ACCOUNT,true',
      'ID,"Coyle","two\nlines",,false',
      'ID,"Other",,,false',
      "",
    ].join("\n"),
  );
});

test("a bulk read of a view, or by criteria, holds what the view holds", async () => {
  const made = await crm.call("POST", "/crm/v8/settings/custom_views?module=Contacts", {
    custom_views: [
      {
        name: "Opted out",
        criteria: { comparator: "equal", field: { api_name: "Email_Opt_Out" }, value: true },
      },
    ],
  });
  const byView = await read((query) => query.setCvid(BigInt(made.body.custom_views[0].details.id)));
  expect([byView.result.getCount(), byView.lines.includes("Miles")]).toEqual([1, true]);
  const byCriteria = await read((query) => {
    const { Choice } = { Choice: crmClass("../../../../../utils/util/choice", "Choice") };
    const field = new (crmClass("fields/minified_field", "MinifiedField"))();
    field.setAPIName("Last_Name");
    const criteria = new (crmClass("bulk_read/criteria", "Criteria"))();
    criteria.setField(field);
    criteria.setComparator(new Choice("equal"));
    criteria.setValue("Coyle");
    query.setCriteria(criteria);
  });
  expect([byCriteria.result.getCount(), byCriteria.lines.includes("Coyle")]).toEqual([1, true]);
});

test("a bulk read of a module or view that does not exist is refused, and nobody else sees a job", async () => {
  const create = (query: object): Promise<{ status: number; body: Json }> =>
    crm.call("POST", "/crm/bulk/v8/read", { query });
  expect(await create({ module: { api_name: "Nothing" } })).toMatchObject({
    status: 400,
    body: { code: "INVALID_MODULE" },
  });
  expect(await create({ module: { api_name: "Contacts" }, cvid: "1" })).toMatchObject({
    status: 400,
    body: { code: "INVALID_DATA", details: { json_path: "$.query.cvid" } },
  });
  const job: string = (await create({ module: { api_name: "Contacts" } })).body.data[0].details.id;
  const other = await crm.tokenFor(await crm.addUser("o@example.com", "Other"), "o@example.com");
  const asOther = { authorization: `Zoho-oauthtoken ${other}` };
  expect((await crm.call("GET", `/crm/bulk/v8/read/${job}`, undefined, asOther)).status).toBe(204);
  expect((await crm.call("GET", `/crm/bulk/v8/read/${job}/result`, undefined, asOther)).status).toBe(400);
});
