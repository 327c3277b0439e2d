import { readConfig } from "#platform/config/config.ts";
import { startSystem } from "../../src/app/system.ts";

// A process with the roles and the database of its environment. Says where it listens, then answers each line on
// standard input with its memory: the peak so far, in bytes.
const databaseUrl = process.env["BENCH_DATABASE_URL"];
if (!databaseUrl) throw new Error("BENCH_DATABASE_URL names the database");
const system = await startSystem({ config: readConfig(process.env), databaseUrl, throttled: false });
process.stdout.write(`${JSON.stringify({ port: system.port ?? null })}\n`);
process.stdin.on("data", () =>
  process.stdout.write(`${JSON.stringify({ peakBytes: process.resourceUsage().maxRSS * 1024 })}\n`),
);
process.on("SIGTERM", () => {
  void system.stop().then(() => process.exit(0));
});
