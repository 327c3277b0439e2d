import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCustomer } from "#billing/customer/customer.api.ts";
import { addRecords, customerNamed, startSyncing } from "../support/sync-world.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";
import { atCommandLine } from "./at-command-line.ts";

let world: World;
let organization: Organization;

beforeAll(async () => {
  world = await startWorld();
  organization = await world.organization("Typed Ltd", { country: "US" });
  for (const display_name of ["Harbor Freight Lines", "Harbour Freight Lines"])
    await organization.send(createCustomer, {
      body: {
        display_name,
        phone: "617 555 0101",
        billing_address: { street: "4 Wharf Road", zip: "02110" },
      },
    });
});
afterAll(() => world.stop());

const { command, asked } = atCommandLine(() => ({ world, organization }));

type Pairs = { items: { id: string; left: { name: string } }[] };

describe("F87 B17 given two customers that are one", () => {
  test("when they are found, dismissed, taken back and merged on the command line, then each says what it did", async () => {
    expect((await command("duplicates", "list")).stdout).toBe("No pair waits for a decision\n");
    expect((await command("duplicates", "find")).stdout).toBe("2 customers: 1 pair found\n");
    const { items } = await asked<Pairs>("duplicates", "list");
    const id = items[0]?.id ?? "";
    expect((await command("duplicates", "list")).stdout).toMatch(
      /^1 pair\ndup_\w+ +billing +\d\d % +Harbor Freight Lines +Harbour Freight Lines *\n$/,
    );
    expect((await command("duplicates", "dismiss", id)).stdout).toBe(
      "Harbor Freight Lines and Harbour Freight Lines are not the same\n",
    );
    expect((await command("duplicates", "find")).stdout).toBe("2 customers: 0 pairs found\n");
    expect((await command("duplicates", "list")).stdout).toBe("No pair waits for a decision\n");
    expect((await command("duplicates", "undo", id)).stdout).toMatch(/wait for a decision again\n$/);
    expect(await command("duplicates", "merge", id, "--keep", "both")).toMatchObject({ code: 1, stdout: "" });
    expect((await command("duplicates", "merge", id, "--keep", "right")).stdout).toBe(
      "Harbor Freight Lines is merged into Harbour Freight Lines\n",
    );
    const kept = await customerNamed(organization, "Harbour Freight Lines");
    expect(await customerNamed(organization, "Harbor Freight Lines")).toMatchObject({ merged_into: kept.id });
    const refused = await command("duplicates", "merge", id, "--keep", "left");
    expect(refused.stderr).toMatch(/^duplicate\.decided: /);
  });

  test("when the pair is one of the CRM, then a merge needs a word more; one across is linked", async () => {
    await addRecords(organization, "Accounts", [
      { Account_Name: "Lumen Optics", Phone: "303 555 0199", Billing_City: "Denver", Billing_Code: "80202" },
      { Account_Name: "Lumen Optic", Phone: "303 555 0199", Billing_City: "Denver", Billing_Code: "80202" },
      { Account_Name: "Harbour Freight Line", Phone: "617 555 0101", Billing_Street: "4 Wharf Rd" },
    ]);
    await startSyncing(organization, { module: "accounts", extent: "one-way" });
    expect((await command("duplicates", "find")).stdout).toBe(
      "1 customer and 3 CRM records: 2 pairs found\n",
    );
    const [crm] = (await asked<Pairs>("duplicates", "list", "--kind", "crm")).items;
    const refused = await command("duplicates", "merge", crm?.id ?? "", "--keep", "left");
    expect(refused.stderr).toMatch(/cannot be undone; Add --for-good/);
    const done = await command("duplicates", "merge", crm?.id ?? "", "--keep", "left", "--for-good");
    expect(done.stdout).toMatch(/is merged into/);
    const [across] = (await asked<Pairs>("duplicates", "list", "--kind", "across")).items;
    expect((await command("duplicates", "link", across?.id ?? "")).stdout).toBe(
      "Harbour Freight Lines is linked with Harbour Freight Line\n",
    );
    expect(await command("duplicates", "list", "--kind", "none")).toMatchObject({ code: 1 });
  });
});
