import { afterAll, beforeAll, expect, test } from "vitest";
import { type Clock, plusMs } from "#kernel/time.ts";
import {
  addRecords,
  changeRecord,
  customerNamed,
  customersOf,
  startSyncing,
  twice,
} from "../support/sync-world.ts";
import { startWorld, type World } from "../support/world.ts";

let world: World;
let off = 0;
const clock: Clock = { now: () => plusMs(new Date().toISOString(), off) };
beforeAll(async () => void (world = await startWorld({ clock })));
afterAll(() => world.stop());

test.each([
  ["90 s fast", [90_000]],
  ["90 s slow", [-90_000]],
  ["an hour slow", [-3_600_000]],
  ["jumps to and fro between runs", [90_000, -90_000, 3_600_000, -3_600_000]],
])(
  "fault 31 given a machine whose clock is %s, then every change arrives once: only the CRM's clock and the database's count",
  async (what, offsets) => {
    off = offsets[0] ?? 0;
    const organization = await world.organization(`Clock ${what}`);
    const [account = ""] = await addRecords(organization, "Accounts", [
      { Account_Name: "Akamai", Phone: "+1 0" },
    ]);
    const sync = await startSyncing(organization, { module: "accounts" });
    expect(await sync.run()).toMatchObject({ status: "done", counts: { created: 1 } });
    for (const [at, offset] of [...offsets, ...offsets].entries()) {
      off = offset;
      await changeRecord(organization, "Accounts", account, { Phone: `+1 ${at + 1}` });
      await addRecords(organization, "Accounts", [{ Account_Name: `Company ${at}` }]);
      const run = await sync.run();
      expect(run).toMatchObject({ status: "done", counts: { updated: 1, created: 1, failed: 0 } });
      expect(await customerNamed(organization, "Akamai")).toMatchObject({ phone: `+1 ${at + 1}` });
    }
    expect(await customersOf(organization)).toHaveLength(1 + 2 * offsets.length);
    expect(await twice(world, organization)).toEqual([]);
  },
);
