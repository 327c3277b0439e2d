import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { countCustomers, listCustomers } from "#billing/customer/customer.api.ts";
import * as api from "#billing/move-in/move-in.api.ts";
import { startBeside } from "../../support/process.ts";
import { type Organization, startWorld, type World } from "../../support/world.ts";
import { csvOf } from "./move-in-world.ts";

let world: World;

beforeAll(async () => {
  world = await startWorld({ roles: "web" });
});

afterAll(() => world?.stop());

/** Goes on with imports in a process that is killed at its n-th commit; answers how it ended. */
function workKilled(shop: Organization, nth: number, moment: string): Promise<{ signal: string | null }> {
  const child = startBeside(world, join(import.meta.dirname, "move-in-child.ts"), {
    args: [shop.id, String(nth), moment],
    env: { CONCORD_ROLES: "web", PORT: "0" },
  });
  child.stdout.resume();
  return new Promise((resolve) => child.once("close", (_code, signal) => resolve({ signal })));
}

/** Has a step done by processes of which each is killed one commit later than the one before; answers how many were. */
async function doneByKilled(shop: Organization, moment: string): Promise<number> {
  for (let nth = 1; ; nth += 1) {
    const { signal } = await workKilled(shop, nth, moment);
    if (signal === null) return nth - 1;
    expect(signal).toBe("SIGKILL");
  }
}

const rows = Array.from(
  { length: 120 },
  (_, n) => `${4600 + n},Customer ${n},${n % 40 === 7 ? "nobody" : ""}`,
);
const csv = csvOf("Customer ID,Display Name,EmailID", ...rows);

describe("B14 given a process that imports and is killed with kill -9", () => {
  test.each(["before", "after"])(
    "when it is killed %s each commit in turn, then the next one goes on, and each row came in exactly once",
    async (moment) => {
      const shop = await world.organization(`Killed ${moment}`);
      const body = { kind: "customers", file_name: "c.csv", csv } as const;
      const { id } = await shop.send(api.uploadMoveIn, { body });
      const params = { move_in: id };
      await shop.send(api.previewMoveIn, { params });
      expect(await doneByKilled(shop, moment)).toBeGreaterThan(1);
      const preview = await shop.send(api.getMoveIn, { params });
      expect(preview).toMatchObject({ status: "previewed", counts: { created: 117, failed: 3 } });
      expect((await shop.send(countCustomers, { query: {} })).count).toBe(0);
      await shop.send(api.runMoveIn, { params });
      expect(await doneByKilled(shop, moment)).toBeGreaterThan(1);
      const done = await shop.send(api.getMoveIn, { params });
      expect(done).toMatchObject({ status: "done", counts: { created: 117, failed: 3 } });
      expect((await shop.send(countCustomers, { query: {} })).count).toBe(117);
      const { items } = await shop.send(listCustomers, { query: { limit: 200 } });
      expect(new Set(items.map(({ display_name }) => display_name)).size).toBe(117);
    },
    240_000,
  );
});
