import { defineConfig } from "vitest/config";

/** The tests of the pure rules: no database, no server, and so none of the global set-up. */
export default defineConfig({
  test: {
    include: [
      "test/sync/*-rule.test.ts",
      "test/sync/*-laws.test.ts",
      "test/sync/flips.test.ts",
      "test/sync/plan.test.ts",
      "test/sync/reconcile.test.ts",
      "test/sync/round-trip.test.ts",
    ],
    env: { TZ: "Pacific/Apia" },
    // Pure functions leave nothing behind in a worker, and a mutant costs half of what it would.
    isolate: false,
    testTimeout: 60_000,
  },
});
