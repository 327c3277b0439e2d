import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CrmWorld, type Json, openCrmWorld, type Reply } from "./support/crm-world.ts";
import { type Receiver, startReceiver } from "./support/receiver.ts";

let crm: CrmWorld;
let receiver: Receiver;
let john: string;
let asJohn: Record<string, string>;

beforeAll(async () => {
  receiver = await startReceiver();
  crm = await openCrmWorld({ notifyUrls: [receiver.url] });
  john = await crm.addUser("john@example.com", "John Doe");
  asJohn = { authorization: `Zoho-oauthtoken ${await crm.tokenFor(john, "john@example.com")}` };
  const fields = [
    { field_label: "Ext ID", data_type: "text", external: { type: "org" } },
    { field_label: "Number", data_type: "autonumber", auto_number: { prefix: "A-", start_number: 1 } },
  ];
  await crm.call("POST", "/crm/v8/settings/fields?module=Accounts", { fields });
  await crm.call("POST", "/crm/v8/settings/fields?module=Deals", {
    fields: [{ field_label: "Partner", data_type: "lookup", lookup: { module: { api_name: "Accounts" } } }],
  });
});
afterAll(async () => {
  await crm.stop();
  await receiver.close();
});

async function add(row: object, module = "Accounts"): Promise<string> {
  return (await crm.call("POST", `/crm/v8/${module}`, { data: [row] })).body.data[0].details.id;
}

async function get(id: string, module = "Accounts"): Promise<Json> {
  return (await crm.call("GET", `/crm/v8/${module}/${id}`)).body?.data[0];
}

/** A merge: each child with the fields that it gives. */
const merge = (
  master: string,
  children: readonly (readonly [id: string, ...fields: string[]])[],
  { module = "Accounts", headers = {} }: { module?: string; headers?: Record<string, string> } = {},
): Promise<Reply> =>
  crm.call(
    "POST",
    `/crm/v8/${module}/${master}/actions/merge`,
    {
      merge: [
        {
          data: children.map(([id, ...fields]) => ({
            id,
            _fields: fields.map((api_name) => ({ api_name })),
          })),
        },
      ],
    },
    headers,
  );

/** Entries, the last first, as [action, done by, other record, changes]. */
async function entries(id: string, module = "Accounts"): Promise<Json[]> {
  return (await crm.call("GET", `/crm/v8/${module}/${id}/__timeline`)).body.__timeline.map((entry: Json) => [
    entry.action,
    entry.done_by.name,
    entry.related_record?.id ?? null,
    entry.field_history?.map((one: Json) => [one.api_name, one._value.old, one._value.new]) ?? null,
  ]);
}

describe("which values survive", () => {
  test("given three accounts, then the master keeps its values, empty ones too, but for the fields that a child gives", async () => {
    const master = await add({ Account_Name: "Acme", Phone: "1", Fax: "9" });
    const first = await add({
      Account_Name: "ACME Inc.",
      Phone: "2",
      Website: "acme.example",
      Industry: "Consulting",
    });
    const second = await add({ Account_Name: "Acme 3", Employees: 7, Owner: { id: john } });
    expect(
      await merge(
        master,
        [
          [first, "Phone", "Industry", "Fax"],
          [second, "Owner", "Employees"],
        ],
        { headers: asJohn },
      ),
    ).toMatchObject({
      status: 201,
      body: {
        merge: [
          {
            code: "SUCCESS",
            details: { id: master },
            message: "The records has been merged successfully",
            status: "success",
          },
        ],
      },
    });
    expect(await get(master)).toMatchObject({
      Account_Name: "Acme",
      Phone: "2",
      Fax: null,
      Website: null,
      Industry: "Consulting",
      Employees: 7,
      Owner: { id: john },
      Modified_By: { id: john },
      Created_By: { id: crm.adminId },
    });
    for (const id of [first, second]) expect(await get(id)).toBeUndefined();
  });

  test("given unique values, then the master keeps its own, the child's is free, and one that was chosen comes over", async () => {
    const [master, first] = [
      await add({ Account_Name: "U", Ext_ID: "m" }),
      await add({ Account_Name: "V", Ext_ID: "c" }),
    ];
    await merge(master, [[first]]);
    expect((await get(master)).Ext_ID).toBe("m");
    const second = await add({ Account_Name: "W", Ext_ID: "c" });
    expect((await merge(master, [[second, "Ext_ID"]])).status).toBe(201);
    expect((await get(master)).Ext_ID).toBe("c");
    const refused = await crm.call("POST", "/crm/v8/Accounts", {
      data: [{ Account_Name: "X", Ext_ID: "c" }],
    });
    expect(refused.body.data[0]).toMatchObject({ code: "DUPLICATE_DATA", details: { id: master } });
    expect(await add({ Account_Name: "Y", Ext_ID: "m" })).toMatch(/^\d{19}$/);
  });

  test("given a contact's superior without the account, or with it, then only both together come over", async () => {
    const account = await add({ Account_Name: "Firm" });
    const chief = await add({ Last_Name: "Chief" }, "Contacts");
    const master = await add({ Last_Name: "Miles" }, "Contacts");
    const child = await add(
      { Last_Name: "Miles", First_Name: "Eric", Account_Name: { id: account }, Reporting_To: { id: chief } },
      "Contacts",
    );
    const module = "Contacts";
    expect((await merge(master, [[child, "Reporting_To"]], { module })).body.merge[0]).toMatchObject({
      code: "INVALID_DATA",
      message: "Reporting to and account should belong to the same record",
      details: { api_name: "api_name", json_path: "$.merge[0].data[0]._fields[0].api_name" },
    });
    await merge(master, [[child, "First_Name", "Account_Name", "Reporting_To"]], { module });
    expect(await get(master, module)).toMatchObject({
      Full_Name: "Eric Miles",
      Account_Name: { id: account },
      Reporting_To: { id: chief },
    });
  });
});

describe("what belongs to a child", () => {
  test("given contacts, deals and whatever looks a child up, then they belong to the master, and their timeline says so", async () => {
    const [master, child] = [await add({ Account_Name: "Stays" }), await add({ Account_Name: "Goes" })];
    const below = await add({ Account_Name: "Below", Parent_Account: { id: child } });
    const contact = await add({ Last_Name: "Miles", Account_Name: { id: child } }, "Contacts");
    const deal = await add(
      { Deal_Name: "D", Stage: "Qualification", Account_Name: { id: child }, Partner: { id: child } },
      "Deals",
    );
    const gone = await add({ Last_Name: "Gone", Account_Name: { id: child } }, "Contacts");
    await crm.call("DELETE", `/crm/v8/Contacts/${gone}`);
    await merge(master, [[child]], { headers: asJohn });
    expect((await get(contact, "Contacts")).Account_Name.id).toBe(master);
    expect((await get(below)).Parent_Account.id).toBe(master);
    const moved = await get(deal, "Deals");
    expect([moved.Account_Name.id, moved.Partner.id, moved.Modified_By.id]).toEqual([master, master, john]);
    expect((await entries(contact, "Contacts"))[0]).toEqual([
      "updated",
      "John Doe",
      null,
      [["Account_Name", "Goes", "Stays"]],
    ]);
    const related = await crm.call("GET", `/crm/v8/Accounts/${master}/Contacts?fields=Last_Name`);
    expect(related.body.data.map((one: Json) => one.id)).toEqual([contact]);
  });

  test("given a child that is the master's parent, then the master is not made its own parent", async () => {
    const parent = await add({ Account_Name: "Parent" });
    const master = await add({ Account_Name: "Master", Parent_Account: { id: parent } });
    await merge(master, [[parent]]);
    expect((await get(master)).Parent_Account).toBeNull();
    const child = await add({ Account_Name: "Child", Parent_Account: { id: master } });
    await merge(master, [[child, "Parent_Account"]]);
    expect((await get(master)).Parent_Account).toBeNull();
  });
});

describe("what is told", () => {
  test("given a merge, then both timelines say who merged what, and /deleted lists the child as gone for good", async () => {
    const master = await add({ Account_Name: "Told", Phone: "1" });
    const first = await add({ Account_Name: "Told 2", Phone: "2" });
    const second = await add({ Account_Name: "Told 3", Fax: "3" });
    const since = new Date(Date.now() - 1000).toISOString();
    await merge(
      master,
      [
        [first, "Phone"],
        [second, "Fax"],
      ],
      { headers: asJohn },
    );
    expect((await entries(master)).slice(0, 2)).toEqual([
      ["merged", "John Doe", second, [["Fax", null, "3"]]],
      ["merged", "John Doe", first, [["Phone", "1", "2"]]],
    ]);
    expect((await entries(first))[0]).toEqual(["merged", "John Doe", master, null]);
    const [entry] = (await crm.call("GET", `/crm/v8/Accounts/${first}/__timeline`)).body.__timeline;
    expect(entry.related_record).toEqual({
      id: master,
      name: "Told",
      module: { api_name: "Accounts", id: expect.any(String) },
    });
    expect(entry.audited_time).toBe((await get(master)).Modified_Time);
    const deleted = await crm.call("GET", "/crm/v8/Accounts/deleted", undefined, {
      "if-modified-since": since,
    });
    const ours = deleted.body.data.filter(({ id }: Json) => id === first || id === second);
    expect(ours.map(({ type, deleted_by }: Json) => [type, deleted_by.name])).toEqual([
      ["permanent", "John Doe"],
      ["permanent", "John Doe"],
    ]);
  });

  test("given a merged child, then it does not come back from the recycle bin, as in Zoho CRM", async () => {
    const [master, child] = [await add({ Account_Name: "Kept" }), await add({ Account_Name: "Gone" })];
    await merge(master, [[child]]);
    const restored = await crm.call("POST", `/crm/v8/settings/recycle_bin/${child}/actions/restore`);
    expect(restored.body.recycle_bin[0]).toMatchObject({ code: "INVALID_DATA", status: "error" });
    expect(await get(child)).toBeUndefined();
  });

  test("given watchers, then the master's change is told once with its fields, the children as deleted, what moved as changed", async () => {
    const [master, child] = [
      await add({ Account_Name: "W1" }),
      await add({ Account_Name: "W2", Phone: "5" }),
    ];
    const contact = await add({ Last_Name: "Moved", Account_Name: { id: child } }, "Contacts");
    const watch = ["Accounts", "Contacts"].map((module, at) => ({
      channel_id: `100000007700${at}`,
      events: [`${module}.all`],
      notify_url: `${receiver.url}/${module}`,
    }));
    expect((await crm.call("POST", "/crm/v8/actions/watch", { watch })).status).toBe(201);
    await merge(master, [[child, "Phone"]]);
    const told = (await receiver.until("/Accounts", 2)).map(({ body }) => [
      body.operation,
      body.ids,
      body.affected_fields,
    ]);
    expect(told).toEqual([
      ["update", [master], [{ [master]: ["Phone"] }]],
      ["delete", [child], []],
    ]);
    const [moved] = await receiver.until("/Contacts", 1);
    expect(moved?.body).toMatchObject({
      operation: "update",
      ids: [contact],
      affected_fields: [{ [contact]: ["Account_Name"] }],
    });
    await crm.call("DELETE", "/crm/v8/actions/watch?channel_ids=1000000077000,1000000077001");
  });
});

describe("what is refused", () => {
  const item = async (reply: Promise<Reply>): Promise<unknown> => {
    const { status, body } = await reply;
    const { code, details } = body.merge[0];
    return [status, code, details.json_path];
  };
  const child = "$.merge[0].data[0].id";

  test("given itself, one twice, one of another module, one that is deleted or none, then nothing is merged", async () => {
    const [master, other] = [await add({ Account_Name: "R1" }), await add({ Account_Name: "R2" })];
    const contact = await add({ Last_Name: "Miles" }, "Contacts");
    const deleted = await add({ Account_Name: "R3" });
    await crm.call("DELETE", `/crm/v8/Accounts/${deleted}`);
    expect(await item(merge(master, [[master]]))).toEqual([400, "DUPLICATE_DATA", child]);
    expect(await item(merge(master, [[other], [other]]))).toEqual([
      400,
      "DUPLICATE_DATA",
      "$.merge[0].data[1].id",
    ]);
    for (const id of [contact, deleted, "5725767000009999999"])
      expect(await item(merge(master, [[id]]))).toEqual([400, "MANDATORY_NOT_FOUND", child]);
    expect(await item(merge(master, [[other], [contact]]))).toEqual([
      400,
      "MANDATORY_NOT_FOUND",
      "$.merge[0].data[1].id",
    ]);
    expect(await merge(deleted, [[other]])).toMatchObject({
      status: 400,
      body: {
        code: "INVALID_DATA",
        details: { resource_path_index: 1 },
        message: "Master record id is not available",
      },
    });
    expect((await get(other)).Account_Name).toBe("R2");
    expect((await entries(master)).map(([action]) => action)).toEqual(["added"]);
  });

  test("given too many children, none, or a body that is no merge, then it says what is wrong", async () => {
    const master = await add({ Account_Name: "B" });
    const send = (body: unknown): Promise<Reply> =>
      crm.call("POST", `/crm/v8/Accounts/${master}/actions/merge`, body);
    const four = await merge(master, [["1"], ["2"], ["3"]]);
    expect(four.body.merge[0]).toMatchObject({
      code: "INVALID_DATA",
      details: { api_name: "data", json_path: "$.merge[0].data", maximum_length: 2 },
    });
    expect((await merge(master, [])).body.merge[0].details).toMatchObject({ minimum_length: 1 });
    expect(await item(send({ merge: [{ data: [{ _fields: [] }] }] }))).toEqual([
      400,
      "MANDATORY_NOT_FOUND",
      child,
    ]);
    expect(await item(send({ merge: [{ data: [{ id: "1", _fields: [{}] }] }] }))).toEqual([
      400,
      "MANDATORY_NOT_FOUND",
      "$.merge[0].data[0]._fields[0].api_name",
    ]);
    for (const body of [{}, { merge: [] }, { merge: [{ data: [] }, { data: [] }] }, { merge: ["x"] }, "["])
      expect(await send(body)).toMatchObject({ status: 400, body: { code: "INVALID_DATA" } });
  });

  test("given a field that is none, that the CRM sets, or that is named twice, then it is named", async () => {
    const [master, a, b] = [
      await add({ Account_Name: "F1" }),
      await add({ Account_Name: "F2" }),
      await add({ Account_Name: "F3" }),
    ];
    for (const name of ["Nothing", "Created_Time", "Number", "id"])
      expect(await item(merge(master, [[a, "Phone", name]]))).toEqual([
        400,
        "INVALID_DATA",
        "$.merge[0].data[0]._fields[1].api_name",
      ]);
    expect(
      await item(
        merge(master, [
          [a, "Phone"],
          [b, "Phone"],
        ]),
      ),
    ).toEqual([400, "DUPLICATE_DATA", "$.merge[0].data[1]._fields[0].api_name"]);
  });

  test("given deals, then only open ones are merged, and stage, closing date and forecast are the master's", async () => {
    const deal = (Deal_Name: string, Stage = "Qualification"): Promise<string> =>
      add({ Deal_Name, Stage, Amount: 5 }, "Deals");
    const [master, open, won] = [
      await deal("M"),
      await deal("O", "Needs Analysis"),
      await deal("W", "Closed Won"),
    ];
    const module = "Deals";
    expect((await merge(master, [[won]], { module })).body).toMatchObject({
      code: "NOT_ALLOWED",
      message: "Only Open Deals can be merged",
    });
    expect((await merge(won, [[open]], { module })).body).toMatchObject({
      code: "NOT_ALLOWED",
      details: { api_name: "record", resource_path_index: 1 },
    });
    for (const name of ["Stage", "Closing_Date", "Probability", "Expected_Revenue"])
      expect((await merge(master, [[open, name]], { module })).body.merge[0].code).toBe("NOT_ALLOWED");
    expect((await merge(master, [[open, "Deal_Name"]], { module })).status).toBe(201);
    expect(await get(master, module)).toMatchObject({ Deal_Name: "O", Stage: "Qualification" });
  });
});

describe("once", () => {
  test("given a merge that is asked for again, then it is done and nothing is written", async () => {
    const [master, child] = [
      await add({ Account_Name: "Once" }),
      await add({ Account_Name: "Twice", Phone: "1" }),
    ];
    const first = await merge(master, [[child, "Phone"]]);
    await crm.call("PUT", `/crm/v8/Accounts/${master}`, { data: [{ Phone: "2" }] });
    const again = await merge(master, [[child, "Phone"]]);
    expect(again.body).toEqual(first.body);
    expect((await get(master)).Phone).toBe("2");
    expect((await entries(master)).map(([action]) => action)).toEqual(["updated", "merged", "added"]);
    const elsewhere = await add({ Account_Name: "Elsewhere" });
    expect(await (await merge(elsewhere, [[child]])).body.merge[0].code).toBe("MANDATORY_NOT_FOUND");
  });

  test("given two who merge the same records into each other at once, then one does, and the other hears that it is gone", async () => {
    for (let round = 0; round < 5; round += 1) {
      const [a, b] = [await add({ Account_Name: `A${round}` }), await add({ Account_Name: `B${round}` })];
      const replies = await Promise.all([merge(a, [[b]]), merge(b, [[a]])]);
      expect(replies.map(({ status }) => status).toSorted((x, y) => x - y)).toEqual([201, 400]);
      expect([await get(a), await get(b)].filter(Boolean)).toHaveLength(1);
    }
  });
});

describe("several currencies", () => {
  test("given amounts in different currencies, then amount, currency and rate come from one record", async () => {
    await crm.call("POST", "/crm/v8/org/currencies/actions/enable", {});
    await crm.call("POST", "/crm/v8/org/currencies", {
      currencies: [{ iso_code: "USD", exchange_rate: 1.25 }],
    });
    const module = "Deals";
    const master = await add({ Deal_Name: "Euro", Stage: "Qualification", Amount: 10 }, module);
    const child = await add(
      { Deal_Name: "Dollar", Stage: "Qualification", Amount: 20, Currency: "USD" },
      module,
    );
    for (const name of ["Amount", "Currency"])
      expect((await merge(master, [[child, name]], { module })).body.merge[0]).toMatchObject({
        code: "INVALID_DATA",
        details: { json_path: "$.merge[0].data[0]._fields[0].api_name" },
      });
    expect((await merge(master, [[child, "Currency", "Amount"]], { module })).status).toBe(201);
    expect(await get(master, module)).toMatchObject({ Amount: 20, Currency: "USD", Exchange_Rate: 1.25 });
  });
});
