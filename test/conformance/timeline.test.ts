import { afterAll, beforeAll, expect, test } from "vitest";
import type { Json } from "../crm/support/crm-world.ts";
import { crmClass, parameters } from "./official-client.ts";
import { type OfficialWorld, openOfficialWorld } from "./official-world.ts";

let crm: OfficialWorld;
beforeAll(async () => {
  crm = await openOfficialWorld("refresh_token");
});
afterAll(() => crm.stop());

const Operations = crmClass("timelines/timelines_operations", "TimelinesOperations");
const Param = crmClass("timelines/timelines_operations", "GetTimelinesParam");

const timeline = async (id: string, pairs: readonly (readonly [unknown, unknown])[] = []): Promise<Json> =>
  new Operations().getTimelines("Accounts", BigInt(id), await parameters(pairs));

test("it reads what became of a record, page by page, with values before and after", async () => {
  const made = await crm.call("POST", "/crm/v8/Accounts", { data: [{ Account_Name: "Official" }] });
  const { id } = made.body.data[0].details;
  await crm.call("PUT", `/crm/v8/Accounts/${id}`, { data: [{ Phone: "1", Employees: 3 }] });
  const first = await timeline(id, [
    [Param.PER_PAGE, "1"],
    [Param.INCLUDE_INNER_DETAILS, "field_history.data_type"],
  ]);
  expect(first.getStatusCode()).toBe(200);
  const [entry] = first.getObject().getTimeline();
  expect([entry.getAction(), entry.getSource(), entry.getDoneBy().getName(), entry.getType()]).toEqual([
    "updated",
    "crm_api",
    "Ada Lovelace",
    "timeline",
  ]);
  expect(entry.getAuditedTime()).toBeInstanceOf(Date);
  expect(entry.getRecord().getModule().getAPIName()).toBe("Accounts");
  expect(
    entry
      .getFieldHistory()
      .map((one: Json) => [
        one.getAPIName(),
        one.getDataType(),
        one.getValue().getOld() ?? null,
        one.getValue().getNew(),
      ]),
  ).toEqual([
    ["Phone", "phone", null, "1"],
    ["Employees", "integer", null, "3"],
  ]);
  const info = first.getObject().getInfo();
  expect([info.getMoreRecords(), info.getCount()]).toEqual([true, 1]);
  const rest = await timeline(id, [
    [Param.PER_PAGE, "1"],
    [Param.PAGE_TOKEN, info.getNextPageToken()],
  ]);
  expect(rest.getObject().getTimeline()[0].getAction()).toBe("added");
  expect(rest.getObject().getTimeline()[0].getFieldHistory() ?? null).toBeNull();
});

test("it gets nothing for a record that is not there", async () => {
  expect((await timeline("5725767000000999999")).getStatusCode()).toBe(204);
});
