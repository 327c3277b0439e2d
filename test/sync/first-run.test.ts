import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { generateZscKeyEndpoint } from "#crm/key/key.api.ts";
import { configure, connect } from "#sync/connection/connection.api.ts";
import { listRunRecords, startPreview, startSync } from "#sync/run/run.api.ts";
import { addRecords, finished, settingsFor } from "../support/sync-world.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

let world: World;
let acme: Organization;

beforeAll(async () => {
  world = await startWorld();
  acme = await world.organization("Acme");
});
afterAll(() => world.stop());

describe("given accounts with contacts in the CRM", () => {
  test("when they are connected, configured and synced, then each account is a customer with its contact persons", async () => {
    const [id = ""] = await addRecords(acme, "Accounts", [
      {
        Account_Name: "Akamai",
        Phone: "+1 617 444 3000",
        Website: "https://www.akamai.com",
        Billing_City: "Cambridge",
      },
    ]);
    await addRecords(acme, "Contacts", [
      { First_Name: "Boney", Last_Name: "Miles", Email: "boney@akamai.example", Account_Name: { id } },
      { First_Name: "Adam", Last_Name: "John", Account_Name: { id } },
    ]);
    const { zsc_key } = await acme.send(generateZscKeyEndpoint, { body: { email: acme.owner.email } });
    const { connection, checks } = await acme.send(connect, {
      body: { credentials: { kind: "zsc", email: acme.owner.email, zsc_key }, consent: true },
    });
    expect(checks.map((check) => check.state)).toEqual(["passed", "passed", "passed", "passed", "passed"]);
    await acme.send(configure, {
      params: { connection: connection.id },
      body: await settingsFor(acme, connection.id, { module: "accounts-and-contacts" }),
    });
    const preview = await finished(
      acme,
      (await acme.send(startPreview, { params: { connection: connection.id } })).id,
    );
    expect(preview).toMatchObject({ status: "done", counts: { fetched: 3, created: 3 } });
    const run = await finished(
      acme,
      (await acme.send(startSync, { params: { connection: connection.id }, body: { preview: preview.id } }))
        .id,
    );
    expect(run).toMatchObject({ status: "done", counts: preview.counts });
    const records = await acme.send(listRunRecords, { params: { run: run.id } });
    expect(records.items.map((one) => [one.name, one.outcome])).toEqual([
      ["Akamai", "created"],
      ["Adam John", "created"],
      ["Boney Miles", "created"],
    ]);
    const again = await finished(
      acme,
      (await acme.send(startSync, { params: { connection: connection.id } })).id,
    );
    expect(again).toMatchObject({ status: "done", mode: "incremental", counts: { created: 0, updated: 0 } });
  });
});
