import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { autoRuns, calm, tellOf, tokenOf, until } from "../support/live.ts";
import { changeRecord, customerNamed, fingerprint, query } from "../support/sync-world.ts";
import { withAcme } from "../support/two-way.ts";
import { startWorld, type World } from "../support/world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld({ env: { CONCORD_LIVE: "on" } });
});
afterAll(() => world?.stop());

/** A notice of an update as the CRM sends it, with a value that it never had. */
const noticeOf = (id: string, token: unknown, agoMs = 0): object => ({
  server_time: Date.now() - agoMs,
  module: "Accounts",
  operation: "update",
  ids: [id],
  affected_fields: [{ [id]: ["Phone"] }],
  data: [{ id, Phone: "+1 555 666" }],
  token,
});

describe("B6 given a live connection", () => {
  test("fault 25 when one notice comes five times, then runs look and write nothing", async () => {
    const { sync, acme } = await withAcme(world, "Fivefold");
    const token = await tokenOf(world, sync);
    const runs = await calm(world, sync);
    const before = await fingerprint(world, sync.organization);
    const told = Array.from({ length: 5 }, () => tellOf(world, sync, noticeOf(acme, token)));
    expect(await Promise.all(told)).toEqual([200, 200, 200, 200, 200]);
    const started = (await calm(world, sync)) - runs;
    expect(started).toBeGreaterThanOrEqual(1);
    expect(started).toBeLessThanOrEqual(2);
    expect(await fingerprint(world, sync.organization)).toEqual(before);
  });

  test("fault 26 when a notice comes hours late, or a delete's before an update's, then the values are the CRM's of now", async () => {
    const { sync, organization, acme } = await withAcme(world, "Late");
    const token = await tokenOf(world, sync);
    await changeRecord(organization, "Accounts", acme, { Phone: "+1 555 2" });
    await calm(world, sync);
    const gone = { ...noticeOf(acme, token), operation: "delete" };
    expect(await tellOf(world, sync, gone)).toBe(200);
    expect(await tellOf(world, sync, noticeOf(acme, token, 5 * 3_600_000))).toBe(200);
    await calm(world, sync);
    expect(await customerNamed(organization, "Acme")).toMatchObject({ phone: "+1 555 2", status: "active" });
    expect(await sync.links()).toMatchObject([{ crm_id: acme, state: "linked" }]);
  });

  test("fault 27 when the channel has ended, then no notice comes, and the scheduled run finds the change and asks for a channel again", async () => {
    const { sync, organization, acme } = await withAcme(world, "Lost");
    const runs = await calm(world, sync);
    await query(world, "delete from crm_channel where organization_id = $1", [organization.id]);
    await query(
      world,
      "update sync_live set expires_at = now() - interval '1 hour', renews_at = now() - interval '1 day' where connection_id = $1",
      [sync.connection],
    );
    expect(await sync.view()).toMatchObject({ live: false });
    await changeRecord(organization, "Accounts", acme, { Phone: "+1 555 3" });
    await sleep(1500);
    expect(await autoRuns(sync)).toHaveLength(runs);
    await query(world, "update connection set next_run_at = now() where id = $1", [sync.connection]);
    const hasIt = async (): Promise<boolean> =>
      (await customerNamed(organization, "Acme")).phone === "+1 555 3";
    expect(await until(hasIt)).toBeDefined();
    await calm(world, sync);
    expect(await sync.view()).toMatchObject({ live: true, live_why_not: null });
  });

  test("fault 28 when a notice has another token, none, or one of another connection, then it is refused, and no run begins", async () => {
    const { sync, acme } = await withAcme(world, "Forged");
    const other = await withAcme(world, "Another");
    const runs = await calm(world, sync);
    const foreign = await tokenOf(world, other.sync);
    const own = await tokenOf(world, sync);
    const wrong = ["", own.slice(0, -1), `${own} `, foreign, undefined, null, 7, [own], { token: own }];
    for (const token of wrong) expect(await tellOf(world, sync, noticeOf(acme, token))).toBe(401);
    const elsewhere = { organization: other.organization, connection: sync.connection };
    expect(await tellOf(world, elsewhere, noticeOf(acme, own))).toBe(401);
    const nowhere = { ...sync, connection: `con_${"0".repeat(26)}` };
    expect(await tellOf(world, nowhere, noticeOf(acme, own))).toBe(401);
    await sleep(1000);
    expect(await calm(world, sync)).toBe(runs);
  });
});
