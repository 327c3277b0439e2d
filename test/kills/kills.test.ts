import { afterAll, beforeAll, expect, test } from "vitest";
import { companies } from "../support/data.ts";
import { startWorld, type World } from "../support/world.ts";
import { playKills } from "./kills.ts";

let world: World;
// No worker in this process: the runs are done by processes that are killed.
beforeAll(async () => void (world = await startWorld({ roles: "web" })));
afterAll(() => world.stop());

/** Another one kills at other moments; `npm run kills` kills more. */
const seed = Number(process.env["CONCORD_TEST_SEED"] ?? 1);

test(`F80 F79 fault 63 given people who work on both sides (seed ${seed}), when 20 workers are killed one after the other at any moment, then nothing is lost, nothing is there twice, both sides agree, and a further run makes 2 calls and writes nothing`, async () => {
  const all = companies().slice(0, 60);
  const { moments, edits, faults } = await playKills(world, { seed, kills: 20, all });
  expect(faults).toEqual({ lost: [], twice: [], apart: [], failed: [], restless: [] });
  expect(edits).toBeGreaterThan(20);
  expect(moments.reading + moments.applying + moments.sending).toBeGreaterThan(5);
}, 300_000);
