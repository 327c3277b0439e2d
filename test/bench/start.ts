import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Figure } from "./main.ts";
import { median, round } from "./statistics.ts";
import { startFlags } from "../support/start-flags.ts";

/** `npm start` when installed and filled: from the command to the first answer of /readyz. */
export async function measureStart(): Promise<Figure[]> {
  const dataDir = mkdtempSync(join(tmpdir(), "concord-bench-start-"));
  try {
    await startOnce(dataDir);
    const times: number[] = [];
    for (let at = 0; at < 5; at += 1) times.push(await startOnce(dataDir));
    const seconds = median(times);
    return [
      {
        figure: "start, when installed",
        value: round(seconds),
        unit: "s",
        goal: "< 5",
        met: seconds < 5,
        details: { times: times.map(round) },
      },
    ];
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function startOnce(dataDir: string): Promise<number> {
  const port = await freePort();
  const started = performance.now();
  const child = spawn(process.execPath, [...startFlags, join(import.meta.dirname, "../../src/app/main.ts")], {
    env: {
      ...process.env,
      PORT: String(port),
      CONCORD_DATA: dataDir,
      CONCORD_DEMO: "off",
      CONCORD_LOG: "error",
    },
    stdio: "ignore",
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  while (!(await isReady(port))) await new Promise((resolve) => setTimeout(resolve, 20));
  const seconds = (performance.now() - started) / 1000;
  child.kill("SIGTERM");
  await ended;
  return seconds;
}

async function isReady(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/readyz`).then(
    (response) => response.ok,
    () => false,
  );
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
