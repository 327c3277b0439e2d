import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addRecords, deleteRecords, startSyncing, type Sync } from "../support/sync-world.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";
import { atCommandLine } from "./at-command-line.ts";

let world: World;
let organization: Organization;
let sync: Sync;

beforeAll(async () => {
  world = await startWorld();
  organization = await world.organization("Typed Ltd");
  const rows = Array.from({ length: 30 }, (_, at) => ({ Account_Name: `Company ${at}` }));
  const accounts = await addRecords(organization, "Accounts", rows);
  sync = await startSyncing(organization, { module: "accounts", extent: "one-way" });
  await sync.run();
  await deleteRecords(organization, "Accounts", accounts.slice(0, 21));
});
afterAll(() => world.stop());

const { command } = atCommandLine(() => ({ world, organization }));

describe("B11 given 21 of 30 linked accounts that were deleted in the CRM, and the command line", () => {
  test("when it syncs, then the run stops and says why, the next one is refused, status and doctor tell, and the preview's run does it", async () => {
    const refusal =
      /^run\.mass_change: The sync would mark at least 21 of 30 linked records [^\n]*approve it[^\n]*\n$/;
    for (const args of [["sync"], ["sync", "--full"], ["status"]]) {
      const ended = await command(...args);
      expect(ended.code).toBe(1);
      expect(ended.stderr.split("\n").slice(-2).join("\n")).toMatch(refusal);
    }
    const { stdout } = await command("status");
    expect(stdout).toContain("concord sync --preview RUN");
    expect((await command("doctor")).stdout).toContain("stopped before it changed unusually many records");

    const preview = await command("--json", "preview");
    const { run } = JSON.parse(preview.stdout) as { run: string };
    const listed = await command("history", run, "--outcome", "deleted_in_crm");
    expect(listed.stdout.match(/^deleted_in_crm /gm)).toHaveLength(21);
    expect(await command("sync", "--preview", run)).toMatchObject({ code: 0 });
    const after = await command("status");
    expect(after).toMatchObject({ code: 0 });
    expect(after.stdout).toContain("linked 9, out of view 0, deleted in CRM 21");
    expect(await command("sync")).toMatchObject({ code: 0 });
  });
});
