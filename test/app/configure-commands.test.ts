import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startSyncing, type Sync } from "../support/sync-world.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";
import { concord, type Ended } from "./processes.ts";

let world: World;
let organization: Organization;
let sync: Sync;

beforeAll(async () => {
  world = await startWorld();
  organization = await world.organization("Mapped Ltd");
  await organization.crm("POST", "/Accounts", { data: [{ Account_Name: "Akamai", Phone: "+1 617 444" }] });
  sync = await startSyncing(organization, { module: "accounts", extent: "one-way" });
});
afterAll(() => world.stop());

function configure(...flags: string[]): Promise<Ended> {
  const env = { CONCORD_URL: world.url, CONCORD_API_KEY: organization.key };
  return concord(["configure", "--module", "accounts", ...flags], env);
}

/** Which way the pair of a billing field goes; undefined where it is not mapped. */
async function directionOf(billing: string): Promise<string | undefined> {
  const { settings } = await sync.view();
  return settings?.mapping.find((row) => row.billing === billing)?.direction;
}

describe("F31 given a set-up both ways whose pairs are mapped by hand", () => {
  beforeAll(async () => {
    expect(await configure("--extent", "two-way", "--map", "Phone=phone:both")).toMatchObject({ code: 0 });
  });

  test("when a pair that is there is named again, then it keeps its direction, whichever that is", async () => {
    await configure("--map", "Phone=phone");
    expect(await directionOf("phone")).toBe("both");
    await configure("--map", "Phone=phone:to_billing");
    expect(await directionOf("phone")).toBe("to_billing");
    expect((await configure("--map", "Phone=phone")).stdout).not.toContain("Phone=phone");
    expect(await directionOf("phone")).toBe("to_billing");
  });

  test("when a pair is new, then it goes both ways where the CRM's field can be written, else to billing", async () => {
    await configure("--unmap", "fax", "--unmap", "notes");
    const { stdout } = await configure(
      ...["--map", "Fax=fax", "--map", "Phone=mobile", "--map", "Created_Time=notes"],
    );
    expect(stdout).toContain("\n  Fax=fax: both\n");
    expect(stdout).toContain("\n  Phone=mobile: to_billing\n");
    expect([await directionOf("fax"), await directionOf("notes")]).toEqual(["both", "to_billing"]);
  });

  test("when directions change, then the command says which pair goes which way now, and how it went before", async () => {
    const { stdout } = await configure("--map", "Fax=fax:to_crm", "--unmap", "website");
    expect(stdout).toContain("\n  Fax=fax: to_crm (was both)\n");
    expect(stdout).toContain("\n  Website=website: no longer mapped\n");
    expect(await directionOf("fax")).toBe("to_crm");
    expect((await configure("--extent", "one-way")).stdout).toMatch(
      /\n {2}Account_Name=display_name: to_billing \(was both\)\n/,
    );
  });

  test("when a match key is chosen that no pair brings, then it is saved and the command says that it finds nothing", async () => {
    const { code, stdout } = await configure("--match-keys", "name,email");
    expect(code).toBe(0);
    expect(stdout).toContain("The match key email finds no duplicate: no CRM field is mapped to email\n");
    expect((await configure("--match-keys", "name")).stdout).not.toContain("finds no duplicate");
  });

  test("F83 when a blank is to erase, then the pair says so until it is to keep again, and a field that is not mapped is refused", async () => {
    const erases = async (): Promise<boolean | undefined> =>
      (await sync.view()).settings?.mapping.find(({ billing }) => billing === "fax")?.blank_erases;
    const allowed = await configure("--blank-erases", "fax");
    expect([allowed.stdout, await erases()]).toEqual([
      expect.stringMatching(/\n {2}Fax=fax: \w+, a blank erases \(was \w+\)\n/),
      true,
    ]);
    const refused = await configure("--blank-erases", "website");
    expect(refused).toMatchObject({ code: 1, stdout: "" });
    expect(refused.stderr).toMatch(/^cli\.usage: --blank-erases website is not mapped; .*Fax=fax/);
    const kept = await configure("--blank-keeps", "Fax");
    expect([kept.stdout, await erases()]).toEqual([
      expect.stringMatching(/\n {2}Fax=fax: \w+ \(was \w+, a blank erases\)\n/),
      false,
    ]);
  });

  test("when a direction is none, then nothing changes and the refusal names the three", async () => {
    const { code, stderr } = await configure("--map", "Phone=phone:sideways");
    expect([code, await directionOf("phone")]).toEqual([1, "to_billing"]);
    expect(stderr).toMatch(
      /^cli\.usage: --map Phone=phone:sideways names no direction; .*to_billing, to_crm, both/,
    );
  });
});
