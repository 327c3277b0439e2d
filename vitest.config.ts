import { join } from "node:path";
import { defineConfig } from "vitest/config";

// As bin/concord has it: what was compiled once is not compiled anew by each of the many programs that tests start.
process.env["NODE_COMPILE_CACHE"] ??= join(import.meta.dirname, "node_modules/.cache/concord");

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts", "test/**/*.test.tsx"],
    // A zone 13 hours ahead: a day taken from the machine instead of the organization shows at once.
    env: { TZ: "Pacific/Apia" },
    globalSetup: ["test/support/database.ts"],
    pool: "forks",
    // Each file has a world of its own; the program it runs is read once a worker, not once a file.
    isolate: false,
    maxWorkers: 2,
    // Tests start real servers and kill them, and no machine is too slow for them: only what hangs comes this far.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    teardownTimeout: 30_000,
  },
});
