import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { changeRecord, customerNamed } from "../support/sync-world.ts";
import { change, withAcme } from "../support/two-way.ts";
import { startWorld, type World } from "../support/world.ts";
import { concord } from "./processes.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

describe("B5 given a customer that a run and a person changed, and the command line", () => {
  test("when it is explained, then each field has its origin, and one field all its values with run, person and rule", async () => {
    const { organization, acme, sync } = await withAcme(world, "Typed");
    const command = (...args: string[]) =>
      concord(args, { CONCORD_URL: world.url, CONCORD_API_KEY: organization.key });
    await change(organization, "Acme", { phone: "+1 555 2" });
    await changeRecord(organization, "Accounts", acme, { Phone: "+1 555 3" });
    const run = await sync.run();
    const { id } = await customerNamed(organization, "Acme");
    const all = await command("explain", id);
    expect(all.stdout).toMatch(/^phone +"\+1 555 3" +Phone +\S+Z {2}Taken from Phone of the account/m);
    expect(all.stdout).toMatch(/^currency_code +"USD" +\S+Z {2}So since a run made the record\./m);
    expect(all.stdout).not.toContain("salutation");
    const one = await command("explain", id, "phone");
    expect(one).toMatchObject({ code: 0, stderr: "" });
    const lines = one.stdout.split("\n");
    expect(lines[0]).toBe('Phone (phone) is "+1 555 3"');
    expect(lines[1]).toMatch(
      new RegExp(`^Kept .* Phone of Accounts ${acme} .* agreed last on "\\+1 555 3"$`),
    );
    expect(lines[2]).toBe('  "+1 555 2" -> "+1 555 3"');
    expect(lines[3]).toMatch(
      /in place of what owner key had set in billing\. .*the CRM wins where .* Run run_/,
    );
    expect(lines[3]).toContain(`Run ${run.id} (instant) of owner key.`);
    expect(lines[5]).toMatch(/^ {4}\S+Z {2}Changed in billing by owner key\.$/);
    const json = JSON.parse((await command("--json", "explain", id, "phone")).stdout) as object;
    expect(json).toMatchObject({ field: "phone", begins: "made" });
    const wrong = await command("explain", id, "fone");
    expect(wrong).toMatchObject({ code: 1, stdout: "" });
    expect(wrong.stderr).toMatch(
      /^story\.field_unknown: A customer has no field fone; Choose one of .*phone/,
    );
  });
});
