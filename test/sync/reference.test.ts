import { afterAll, beforeAll, expect, test } from "vitest";
import { findByReference, importByReference } from "#sync/link/reference.api.ts";
import { addRecords, customerNamed, customersOf, finished, startSyncing } from "../support/sync-world.ts";
import { startWorld, type World } from "../support/world.ts";

let world: World;
beforeAll(async () => void (world = await startWorld()));
afterAll(() => world.stop());

const account = { reference_id_type: "zcrm_account_id" } as const;
const contact = { reference_id_type: "zcrm_contact_id" } as const;

test("given a linked account, when it is looked up by its id, then its customer is told; one that is not linked is not found (F89)", async () => {
  const organization = await world.organization("Looks up");
  const [known = ""] = await addRecords(organization, "Accounts", [{ Account_Name: "Known" }]);
  const sync = await startSyncing(organization, { module: "accounts" });
  await sync.run();
  const { id } = await customerNamed(organization, "Known");
  const [later = ""] = await addRecords(organization, "Accounts", [{ Account_Name: "Later" }]);
  const look = (crm_id: string, query: typeof account | typeof contact) => ({ params: { crm_id }, query });
  expect(await organization.send(findByReference, look(known, account))).toMatchObject({
    customer: id,
    customer_name: "Known",
    crm_module: "Accounts",
  });
  expect(await organization.refusal(findByReference, look(later, account))).toMatchObject({
    status: 404,
    code: "link.no_such_reference",
  });
  expect(await organization.refusal(findByReference, look(known, contact))).toMatchObject({
    code: "link.wrong_id_kind",
    details: { takes: ["zcrm_account_id"] },
  });
});

test("given a new contact, when it is imported by its id, then it is a customer, once; an account's id is refused with the reason (F90)", async () => {
  const organization = await world.organization("Imports one");
  const sync = await startSyncing(organization, { module: "contacts" });
  await sync.run();
  const [person = ""] = await addRecords(organization, "Contacts", [{ Last_Name: "Newcomer" }]);
  await addRecords(organization, "Contacts", [{ Last_Name: "Somebody else" }]);
  const bring = () => organization.send(importByReference, { body: { reference_id: person, ...contact } });
  expect(await finished(organization, (await bring()).id)).toMatchObject({
    kind: "fetch_one",
    status: "done",
    counts: { created: 1 },
  });
  expect(await finished(organization, (await bring()).id)).toMatchObject({ counts: { unchanged: 1 } });
  expect((await customersOf(organization)).map(({ display_name }) => display_name)).toEqual(["Newcomer"]);
  const wrong = { body: { reference_id: person, ...account } };
  expect(await organization.refusal(importByReference, wrong)).toMatchObject({
    status: 422,
    code: "link.wrong_id_kind",
    title: "This connection makes customers of Contacts, not of Accounts",
  });
});
