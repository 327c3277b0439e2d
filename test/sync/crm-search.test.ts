import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findByReference, importByReference, searchRecordsOfCrm } from "#sync/link/reference.api.ts";
import { generateZscKeyEndpoint } from "#crm/key/key.api.ts";
import { addRecords, customersOf, finished, startSyncing } from "../support/sync-world.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

let world: World;
beforeAll(async () => void (world = await startWorld()));
afterAll(() => world.stop());

const find = async (organization: Organization, word: string) =>
  (await organization.send(searchRecordsOfCrm, { query: { word } })).items;

describe("F38 given a record that was just made in the CRM", () => {
  test("when it is searched, then it is found at once, newest first, and with the customer that it is", async () => {
    const organization = await world.organization("Just made");
    const [known = ""] = await addRecords(organization, "Accounts", [{ Account_Name: "Acme Known" }]);
    await (await startSyncing(organization, { module: "accounts" })).run();
    const [customer] = await customersOf(organization);
    const [made = ""] = await addRecords(organization, "Accounts", [
      { Account_Name: "Acme New", Phone: "+1 555 0100" },
    ]);
    expect(await find(organization, "acme")).toEqual([
      {
        crm_id: made,
        crm_module: "Accounts",
        name: "Acme New",
        detail: "+1 555 0100",
        customer: null,
        customer_name: null,
      },
      {
        crm_id: known,
        crm_module: "Accounts",
        name: "Acme Known",
        detail: null,
        customer: customer?.id,
        customer_name: "Acme Known",
      },
    ]);
    expect(await find(organization, "New")).toEqual([]);
    expect(await find(organization, "%")).toHaveLength(2);
  });

  test("when the view leaves it out, then it is found and imported all the same", async () => {
    const organization = await world.organization("Out of view");
    await startSyncing(organization, { module: "accounts", view: "My Accounts" });
    const [made = ""] = await addRecords(organization, "Accounts", [{ Account_Name: "Nobody's" }]);
    expect(await find(organization, "nobody")).toMatchObject([{ crm_id: made }]);
    const body = { reference_id: made, reference_id_type: "zcrm_account_id" } as const;
    const { id } = await organization.send(importByReference, { body });
    expect(await finished(organization, id)).toMatchObject({ counts: { created: 1 } });
  });

  test("when the CRM is not there to ask, or nobody connected one, then the refusal says which", async () => {
    const organization = await world.organization("No CRM");
    const refused = () => organization.refusal(searchRecordsOfCrm, { query: { word: "a" } });
    expect(await refused()).toMatchObject({ status: 404, code: "connection.not_found" });
    await startSyncing(organization, { module: "accounts" });
    await organization.send(generateZscKeyEndpoint, { body: { email: organization.owner.email } });
    expect(await refused()).toMatchObject({ code: "connection.key_refused" });
  });
});

describe("F39 given each choice of module", () => {
  test.each([
    ["accounts", ["Accounts"]],
    ["contacts", ["Contacts"]],
    ["accounts-and-contacts", ["Accounts"]],
  ] as const)("when %s is chosen, then only %s are searched", async (module, searched) => {
    const organization = await world.organization(`By ${module}`);
    await addRecords(organization, "Accounts", [{ Account_Name: "Miles Ltd" }]);
    await addRecords(organization, "Contacts", [{ First_Name: "Boney", Last_Name: "Miles" }]);
    await startSyncing(organization, { module, include_unassociated: module !== "accounts" });
    const found = await find(organization, "Miles");
    expect(found.map(({ crm_module }) => crm_module)).toEqual(searched);
  });

  test("when a contact is searched, then by first and last name in either order, or by e-mail address", async () => {
    const organization = await world.organization("People");
    const [miles = ""] = await addRecords(organization, "Contacts", [
      { First_Name: "Boney", Last_Name: "Miles", Email: "boney@akamai.example" },
      { First_Name: "Boney", Last_Name: "Other" },
    ]);
    await startSyncing(organization, { module: "contacts" });
    for (const word of ["Boney Miles", "miles bon", "boney@aka"])
      expect(await find(organization, word)).toMatchObject([{ crm_id: miles, name: "Boney Miles" }]);
    expect(await find(organization, "one two three four five six seven")).toEqual([]);
  });
});

describe("F40 given one record that several ask for at once", () => {
  test("when each imports it, then all get the same run and the same customer", async () => {
    const organization = await world.organization("All at once");
    await startSyncing(organization, { module: "contacts" });
    const [person = ""] = await addRecords(organization, "Contacts", [{ Last_Name: "Wanted" }]);
    const reference_id_type = "zcrm_contact_id" as const;
    const bring = () =>
      organization.send(importByReference, { body: { reference_id: person, reference_id_type } });
    const runs = await Promise.all(Array.from({ length: 8 }, bring));
    for (const { id } of runs) expect(await finished(organization, id)).toMatchObject({ status: "done" });
    await finished(organization, (await bring()).id);
    const customers = await customersOf(organization);
    expect(customers).toMatchObject([{ display_name: "Wanted", linked: true }]);
    const linked = await organization.send(findByReference, {
      params: { crm_id: person },
      query: { reference_id_type },
    });
    expect(linked.customer).toBe(customers[0]?.id);
  });
});
