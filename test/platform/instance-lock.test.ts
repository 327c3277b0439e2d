import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { acquireInstanceLock } from "#platform/db/instance-lock.ts";

const url = "http://localhost:4000";
let dataDir = "";

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "concord-lock-"));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

test("given a running instance, a second one is refused with its number, address and the remedy", async () => {
  const lock = await acquireInstanceLock(dataDir, { url });
  await expect(acquireInstanceLock(dataDir, { url: "http://localhost:4001" })).rejects.toThrow(
    `Concord is already running on this data (process ${process.pid}, ${url}); stop it or choose another folder with CONCORD_DATA.`,
  );
  await lock.release();
  const again = await acquireInstanceLock(dataDir, { url });
  await again.release();
  expect(readdirSync(dataDir)).toEqual([]);
});

test.each([
  ["of a process that is gone", { pid: 2 ** 22 - 7, mark: "boot:1" }],
  ["whose number another process has now", { pid: process.pid, mark: "boot:1" }],
  ["that is cut short", undefined],
])("given a lock %s, it is taken over", async (_what, holder) => {
  writeFileSync(join(dataDir, "concord.lock"), holder ? JSON.stringify({ ...holder, url }) : '{"pid": 12');
  const lock = await acquireInstanceLock(dataDir, { url });
  expect(JSON.parse(readFileSync(join(dataDir, "concord.lock"), "utf8"))).toMatchObject({ pid: process.pid });
  await lock.release();
});

test("given a lock that somebody else took since, releasing ours leaves it", async () => {
  const lock = await acquireInstanceLock(dataDir, { url });
  const other = JSON.stringify({ pid: 1, mark: "other", url });
  writeFileSync(join(dataDir, "concord.lock"), other);
  await lock.release();
  expect(readFileSync(join(dataDir, "concord.lock"), "utf8")).toBe(other);
});

test("given an instance that says it is stopping, a second one says so, waits, and begins when it has let go", async () => {
  const lock = await acquireInstanceLock(dataDir, { url });
  lock.stopping();
  const told: string[] = [];
  const second = acquireInstanceLock(dataDir, { url }, (line) => void told.push(line));
  await expect(Promise.race([second, sleep(300, "waiting")])).resolves.toBe("waiting");
  expect(told).toEqual([`Concord is still stopping (process ${process.pid}); waiting for it`]);
  await lock.release();
  await (await second).release();
  expect(readdirSync(dataDir)).toEqual([]);
});
