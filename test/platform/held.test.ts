import { afterAll, beforeAll, expect, test } from "vitest";
import { systemActor } from "#platform/auth/actor.ts";
import { listAudit, recordAudit, verifyChain } from "#platform/audit/audit.store.ts";
import { inOrganization, type Tx } from "#platform/db/db.ts";
import { holdingInserts, insertHeld } from "#platform/db/held.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

let world: World;

beforeAll(async () => {
  world = await startWorld({ roles: "web" });
});
afterAll(() => world?.stop());

/** Writes entries with numbers; answers nothing. */
async function write(tx: Tx, shop: Organization, from: number, to: number): Promise<void> {
  const at = "2026-03-10T12:00:00.000Z";
  const who = { organizationId: shop.id, at, actor: systemActor, action: "test.held" };
  for (let n = from; n <= to; n += 1)
    await recordAudit(tx, { ...who, subject: { kind: "test", id: `${n}` } });
}

async function written(tx: Tx): Promise<string[]> {
  const rows = await listAudit(tx, { action: "test.held", limit: 5_000 });
  return rows.map(({ subject_id }) => subject_id).toReversed();
}

const numbers = (to: number): string[] => Array.from({ length: to }, (_, n) => `${n + 1}`);

test("given rows that are held back, when they are asked for or the work ends, then they are written in their order, and the audit log's chain holds", async () => {
  const shop = await world.organization("Held");
  await inOrganization(world.system.deps.db, shop.id, async (tx) => {
    await holdingInserts(tx, async () => {
      await write(tx, shop, 1, 3);
      expect(await written(tx)).toEqual([]);
      await insertHeld(tx);
      expect(await written(tx)).toEqual(numbers(3));
      await write(tx, shop, 4, 5);
      expect(await written(tx)).toEqual(numbers(3));
    });
    expect(await written(tx)).toEqual(numbers(5));
    await write(tx, shop, 6, 6);
    expect(await written(tx)).toEqual(numbers(6));
    expect(await verifyChain(tx)).toMatchObject({ intact: true });
  });
});

test("given more rows than a statement takes, when they are held back, then all are written", async () => {
  const shop = await world.organization("Many held");
  await inOrganization(world.system.deps.db, shop.id, async (tx) => {
    await holdingInserts(tx, () => write(tx, shop, 1, 2_500));
    expect(await written(tx)).toEqual(numbers(2_500));
  });
});

test("given work that fails, when rows were held back, then nothing of it is written, and the next work begins with nothing", async () => {
  const shop = await world.organization("Failed");
  const { db } = world.system.deps;
  const failing = inOrganization(db, shop.id, (tx) =>
    holdingInserts(tx, async () => {
      await write(tx, shop, 1, 2);
      throw new Error("no");
    }),
  );
  await expect(failing).rejects.toThrow("no");
  await inOrganization(db, shop.id, async (tx) => {
    await holdingInserts(tx, () => write(tx, shop, 1, 1));
    expect(await written(tx)).toEqual(numbers(1));
  });
});
