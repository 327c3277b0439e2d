import { afterAll, beforeAll, expect, test } from "vitest";
import type { Json } from "../crm/support/crm-world.ts";
import { crmClass, parameters } from "./official-client.ts";
import { type OfficialWorld, openOfficialWorld } from "./official-world.ts";

let crm: OfficialWorld;
let ann: string;
let records: string[];
beforeAll(async () => {
  crm = await openOfficialWorld("refresh_token");
  ann = await crm.addUser("ann@example.com", "Ann Other");
  const rows = [{ Account_Name: "One" }, { Account_Name: "Two" }];
  const { body } = await crm.call("POST", "/crm/v8/Accounts", { data: rows });
  records = body.data.map((item: Json) => item.details.id);
});
afterAll(() => crm.stop());

const Operations = crmClass("change_owner/change_owner_operations", "ChangeOwnerOperations");
const CheckStatusParam = crmClass("mass_change_owner/mass_change_owner_operations", "CheckStatusParam");
const Mass = crmClass("mass_change_owner/mass_change_owner_operations", "MassChangeOwnerOperations");

/** A body of the client that names an owner. */
function bodyFor(id: string, folder = "change_owner", wrapper = ["body_wrapper", "BodyWrapper"]): Json {
  const owner = new (crmClass(`${folder}/owner`, "Owner"))();
  owner.setId(BigInt(id));
  const [file = "", name = ""] = wrapper;
  const body = new (crmClass(`${folder}/${file}`, name))();
  body.setOwner(owner);
  return body;
}

async function ownerOf(id = ""): Promise<string> {
  return (await crm.call("GET", `/crm/v8/Accounts/${id}?fields=Owner`)).body.data[0].Owner.id;
}

test("it changes the owner of one record, and hears why not", async () => {
  const done = await new Operations("Accounts").singleUpdate(BigInt(records[0] ?? ""), bodyFor(ann));
  expect(done.getStatusCode()).toBe(200);
  expect(done.getObject().getData()[0].getCode().getValue()).toBe("SUCCESS");
  expect(await ownerOf(records[0])).toBe(ann);
  const refused = await new Operations("Accounts").singleUpdate(
    BigInt(records[0] ?? ""),
    bodyFor(records[1] ?? ""),
  );
  expect([refused.getStatusCode(), refused.getObject().getCode().getValue()]).toEqual([400, "INVALID_DATA"]);
});

test("it changes the owner of several, of which one is none", async () => {
  const body = bodyFor(crm.adminId, "change_owner", ["mass_wrapper", "MassWrapper"]);
  body.setIds([...records, ann].map(BigInt));
  const done = await new Operations("Accounts").massUpdate(body);
  expect([
    done.getStatusCode(),
    done
      .getObject()
      .getData()
      .map((item: Json) => item.getCode().getValue()),
  ]).toEqual([207, ["SUCCESS", "SUCCESS", "INVALID_DATA"]]);
  expect(await ownerOf(records[0])).toBe(crm.adminId);
});

test("it changes the owner of a view, and asks how far that is", async () => {
  const { custom_views } = (await crm.call("GET", "/crm/v8/settings/custom_views?module=Accounts")).body;
  const body = bodyFor(ann, "mass_change_owner");
  body.setCvid(BigInt(custom_views.find((view: Json) => view.name.startsWith("All ")).id));
  const scheduled = await new Mass("Accounts").changeOwner(body);
  const [item] = scheduled.getObject().getData();
  expect([scheduled.getStatusCode(), item.getCode().getValue()]).toEqual([202, "SCHEDULED"]);
  const params = await parameters([[CheckStatusParam.JOB_ID, item.getDetails().get("job_id")]]);
  const state = async (): Promise<Json> =>
    (await new Mass("Accounts").checkStatus(params)).getObject().getData()[0];
  await expect
    .poll(async () => (await state()).getStatus().getValue(), { timeout: 20_000 })
    .toBe("COMPLETED");
  const status = await state();
  expect([status.getUpdatedCount(), status.getTotalCount(), status.getFailedCount()]).toEqual([2, 2, 0]);
  expect([await ownerOf(records[0]), await ownerOf(records[1])]).toEqual([ann, ann]);
});
