import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { deleteCustomer } from "#billing/customer/customer.api.ts";
import {
  addRecords,
  changeRecord,
  customerNamed,
  finished,
  startSyncing,
  type Sync,
} from "../support/sync-world.ts";
import { change } from "../support/two-way.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";
import { atCommandLine } from "./at-command-line.ts";

let world: World;
let organization: Organization;
let sync: Sync;
let acme = "";

beforeAll(async () => {
  world = await startWorld();
  organization = await world.organization("Typed Ltd");
  [acme = ""] = await addRecords(organization, "Accounts", [{ Account_Name: "Acme", Phone: "+1 555 1" }]);
  sync = await startSyncing(organization, { module: "accounts", extent: "one-way" });
  await sync.run();
});
afterAll(() => world.stop());

const { command } = atCommandLine(() => ({ world, organization }));

describe("F86 F88 given a run and the command line", () => {
  test("when the run is undone, then the command says what went back and names what stays; undone again it ends with 1", async () => {
    await changeRecord(organization, "Accounts", acme, { Phone: "+1 555 2", Billing_City: "Hamburg" });
    const run = await sync.run();
    await change(organization, "Acme", { phone: "+1 555 3" });
    const named =
      /updated 1, skipped 1\nNot undone, 1 record:\n {2}Acme: Changed since the run[^\n]*\n {4}phone is "\+1 555 3" now, was "\+1 555 1" before the run\n$/;
    const dry = await command("undo", run.id, "--dry-run");
    expect(dry.stdout).toMatch(/^Preview run_/);
    expect(dry.stdout).toMatch(named);
    expect(await customerNamed(organization, "Acme")).toMatchObject({ billing_address: { city: "Hamburg" } });
    const done = await command("undo", run.id);
    expect(done.stdout).toMatch(/^Run run_/);
    expect(done.stdout).toMatch(named);
    expect(await customerNamed(organization, "Acme")).toMatchObject({ billing_address: { city: null } });
    const again = await command("undo", run.id);
    expect(again).toMatchObject({ code: 1, stdout: "" });
    expect(again.stderr).toMatch(/^run\.undone: /);
  });

  test("when the customer is unlinked, looked for and linked again, then each command says so", async () => {
    const { id } = await customerNamed(organization, "Acme");
    expect((await command("unlink", id)).stdout).toBe(
      `${id} is no longer linked with Accounts ${acme}; both stay\n`,
    );
    expect(await command("unlink", id)).toMatchObject({ code: 1, stdout: "" });
    expect((await command("link", id, "--search", "ac")).stdout).toMatch(
      new RegExp(`^${acme} +Accounts +Acme +\\+1 555 2`),
    );
    expect(await command("link", id)).toMatchObject({ code: 1, stdout: "" });
    expect((await command("link", id, acme)).stdout).toBe(`Acme is linked with Accounts ${acme}\n`);
    expect(await customerNamed(organization, "Acme")).toMatchObject({ linked: true });
    const { stdout } = await command("--json", "history", "--limit", "1");
    const { items } = JSON.parse(stdout) as { items: { id: string; kind: string }[] };
    expect(items).toMatchObject([{ kind: "fetch_one" }]);
    expect(await finished(organization, items[0]?.id ?? "")).toMatchObject({ status: "done", error: null });
  });

  test("when all that is closed is let come again, then the next run links it; what is not closed ends with 1", async () => {
    const { id } = await customerNamed(organization, "Acme");
    await command("unlink", id);
    expect((await command("closed")).stdout).toBe(
      `1 closed link\n${acme}  Accounts  Acme  Somebody unlinked the two.\n`,
    );
    expect((await command("status")).stdout).toContain("closed 1");
    expect((await command("readmit", acme, "--dry-run")).stdout).toBe("1 CRM record would come again\n");
    expect(await command("readmit")).toMatchObject({ code: 1, stdout: "" });
    expect((await command("readmit", "--all")).stdout).toBe(
      "1 CRM record may come again; the next run brings them\n",
    );
    const again = await command("readmit", acme);
    expect(again).toMatchObject({ code: 1, stdout: "" });
    expect(again.stderr).toMatch(/^link\.not_closed: The CRM record \d+ has no link; Nothing was changed/);
    await sync.run();
    expect(await customerNamed(organization, "Acme")).toMatchObject({ id, linked: true });
  });

  test("when the account of a deleted customer is let come again, then it is told that its contact comes with it", async () => {
    await addRecords(organization, "Contacts", [{ Last_Name: "Miles", Account_Name: { id: acme } }]);
    await sync.configure({ module: "accounts-and-contacts" });
    await sync.approved();
    const { id } = await customerNamed(organization, "Acme");
    await organization.send(deleteCustomer, { params: { customer: id } });
    expect((await command("closed")).stdout).toContain("Its customer was deleted in billing.");
    expect((await command("readmit", acme, "--dry-run")).stdout).toBe(
      "2 CRM records would come again, 1 contact of accounts among them\n",
    );
    expect((await command("readmit", acme)).stdout).toBe(
      "2 CRM records may come again, 1 contact of accounts among them; the next run brings them\n",
    );
  });
});
