import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createInvoice } from "#billing/invoice/invoice.api.ts";
import { createVendor } from "#billing/vendor/vendor.api.ts";
import { setFinance } from "#crm/finance/finance.api.ts";
import { type FinanceModule, financeModules, type FinanceRight } from "#crm/finance/finance.ts";
import { CallError } from "#platform/http/call.ts";
import type { Call, Endpoint } from "#platform/http/endpoint.ts";
import {
  createEstimateInCrm,
  createInvoiceInCrm,
  createPurchaseOrderInCrm,
  createSalesOrderInCrm,
  createSubscriptionInCrm,
} from "#app/finance/finance-create.api.ts";
import { getFinanceDocument, listFinance, recordFinance } from "#app/finance/finance-documents.api.ts";
import { addRecords, customerNamed } from "../support/sync-world.ts";
import { startWorld, type World } from "../support/world.ts";
import { addColleague, type Colleague, profileNamed, type Tied, tied } from "./finance-world.ts";

let world: World;
let at: Tied;
let standard: string;
const people: Record<string, Colleague> = {};
beforeAll(async () => {
  world = await startWorld();
  at = await tied(world);
  standard = await profileNamed(at.organization, "Standard");
  people["sales"] = await addColleague(world, at.organization, { name: "Sally Sales", role: "sales" });
  people["read_only"] = await addColleague(world, at.organization, {
    name: "Rita Reader",
    role: "read_only",
  });
  people["crm"] = await addColleague(world, at.organization, { name: "Carl Caller", role: "crm" });
});
afterAll(() => world.stop());

const line_items = [{ name: "Seat", price: "10" }];

/** The code of what came of a call. */
async function outcome<E extends Endpoint>(who: Colleague, endpoint: E, input: Call<E>): Promise<string> {
  return who.send(endpoint, input).then(
    () => "done",
    (error: unknown) => {
      if (error instanceof CallError) return error.view.code;
      throw error;
    },
  );
}

/** Creates in a module as somebody. */
async function create(who: Colleague, module: FinanceModule): Promise<string> {
  const body = { record: at.account, line_items };
  switch (module) {
    case "invoices":
      return outcome(who, createInvoiceInCrm, { body });
    case "estimates":
      return outcome(who, createEstimateInCrm, { body });
    case "sales_orders":
      return outcome(who, createSalesOrderInCrm, { body });
    case "purchase_orders": {
      const name = `Makers ${Math.random()}`;
      const { id: vendor_id } = await at.organization.send(createVendor, { body: { name } });
      return outcome(who, createPurchaseOrderInCrm, { body: { ...body, vendor_id } });
    }
    default:
      // No plan is in the catalog: whoever is let in is told that.
      return outcome(who, createSubscriptionInCrm, {
        body: { record: at.account, plan: { plan: "none" } },
      });
  }
}

const letIn = (module: FinanceModule): string => (module === "subscriptions" ? "plan.not_found" : "done");

/** What each route answers to a right, where the module is on. */
const expected = {
  none: { list: "finance.forbidden", one: "finance.forbidden", create: "finance.forbidden" },
  view: { list: "done", one: "finance.document_unknown", create: "finance.forbidden" },
  create: { list: "done", one: "finance.document_unknown", create: "done" },
} as const;

const cases = financeModules.flatMap((module) =>
  (["none", "view", "create"] as const).flatMap((right) =>
    (["sales", "read_only", "crm"] as const).map((role) => ({ module, right, role })),
  ),
);

describe("F63: each route of billing in the CRM by module, right of the profile and role in billing", () => {
  test.each(cases)("$module, $right, $role", async ({ module, right, role }) => {
    const rights: Partial<Record<FinanceModule, FinanceRight>> = right === "none" ? {} : { [module]: right };
    await at.organization.send(setFinance, {
      body: { enabled: [...financeModules], profiles: [{ id: standard, rights }] },
    });
    const who = people[role];
    if (!who) throw new Error(`nobody is ${role}`);
    const told = {
      list: await outcome(who, listFinance, { params: { module }, query: { record: at.account } }),
      one: await outcome(who, getFinanceDocument, { params: { module, document: "none" } }),
      create: await create(who, module),
    };
    const wanted = expected[right];
    expect(told).toEqual({
      ...wanted,
      create: role !== "sales" ? "auth.forbidden" : wanted.create === "done" ? letIn(module) : wanted.create,
    });
  });

  test.each(financeModules)(
    "F57: %s, switched off: nobody is let in, an administrator neither",
    async (module) => {
      const enabled = financeModules.filter((other) => other !== module);
      await at.organization.send(setFinance, { body: { enabled } });
      const administrator = { ...at.organization, person: at.organization.owner, user: "" };
      expect([
        await outcome(administrator, listFinance, { params: { module }, query: {} }),
        await outcome(administrator, getFinanceDocument, { params: { module, document: "none" } }),
        await create(administrator, module),
      ]).toEqual(["finance.module_off", "finance.module_off", "finance.module_off"]);
    },
  );
});

describe("F63: accounts that are their owners' alone", () => {
  test("given accounts are private, then a salesperson sees what their own have in billing, and nothing of others'", async () => {
    const { organization, account, customer, sync } = at;
    const rights = { invoices: "create" as const };
    await organization.send(setFinance, {
      body: { enabled: ["invoices"], profiles: [{ id: standard, rights }] },
    });
    const sally = people["sales"];
    if (!sally) throw new Error("nobody sells");
    const [own = ""] = await addRecords(organization, "Accounts", [
      { Account_Name: "Sally's", Owner: { id: sally.user } },
    ]);
    await sync.run();
    const mine = (await customerNamed(organization, "Sally's")).id;
    const bill = (customer_id: string) =>
      organization.send(createInvoice, { body: { customer_id, line_items, send: true } });
    const theirs = await bill(customer);
    const hers = await bill(mine);
    const data_sharing = ["Accounts", "Contacts", "Deals"].map((api_name) => ({
      module: { api_name },
      share_type: "private",
    }));
    expect((await organization.crm("PUT", "/settings/data_sharing", { data_sharing })).status).toBe(200);
    const list = async (record?: string) =>
      sally.send(listFinance, {
        params: { module: "invoices" },
        query: record === undefined ? {} : { record },
      });
    expect((await list()).items.map(({ id }) => id)).toEqual([hers.id]);
    expect((await list(own)).items.map(({ id }) => id)).toEqual([hers.id]);
    for (const refused of [
      () => sally.refusal(listFinance, { params: { module: "invoices" }, query: { record: account } }),
      () => sally.refusal(recordFinance, { params: { record: account } }),
      () => sally.refusal(createInvoiceInCrm, { body: { record: account, line_items } }),
    ])
      expect(await refused()).toMatchObject({ status: 404, code: "finance.record_unknown" });
    expect(
      await sally.refusal(getFinanceDocument, { params: { module: "invoices", document: theirs.id } }),
    ).toMatchObject({ code: "finance.document_unknown" });
    // Nor by a contact of that account who is not hers, nor by an account that only has the same name.
    const publicContacts = [{ module: { api_name: "Contacts" }, share_type: "public" }];
    await organization.crm("PUT", "/settings/data_sharing", { data_sharing: publicContacts });
    expect((await list(at.contact)).items).toEqual([]);
    expect((await list()).items.map(({ id }) => id)).toEqual([hers.id]);
    const [twin = ""] = await addRecords(organization, "Accounts", [
      { Account_Name: "Akamai", Owner: { id: sally.user } },
    ]);
    await sync.run();
    expect((await list(twin)).items).toEqual([]);
    expect((await list()).items.map(({ id }) => id)).toEqual([hers.id]);
    expect((await sally.send(recordFinance, { params: { record: twin } })).customer).toBeNull();
    expect(await sally.refusal(createInvoiceInCrm, { body: { record: twin, line_items } })).toMatchObject({
      code: "finance.not_linked",
    });
    // Her contact works for an account that is not hers: what that owes is not hers to see.
    const [contact = ""] = await addRecords(organization, "Contacts", [
      { Last_Name: "Hers", Account_Name: { id: account }, Owner: { id: sally.user } },
    ]);
    expect((await list(contact)).items).toEqual([]);
    expect(
      (await organization.send(listFinance, { params: { module: "invoices" }, query: {} })).items,
    ).toEqual(expect.arrayContaining([expect.objectContaining({ id: theirs.id })]));
  });
});
