import { startServer } from "./bench-world.ts";
import { measureDuplicates } from "./duplicates.ts";
import { measureImport } from "./import.ts";
import { measureIncremental } from "./incremental.ts";
import { measureInvoices } from "./invoices.ts";
import { measureLive } from "./live.ts";
import { measureMemory } from "./memory.ts";
import { measureMoveIn } from "./move-in.ts";
import { measurePages } from "./pages.ts";
import { measureStart } from "./start.ts";
import { measureTwoWay } from "./two-way.ts";

/** One result: printed as one JSON line. `goal` is what docs/performance.md promises, `met` whether it was reached. */
export type Figure = {
  figure: string;
  value: number;
  unit: string;
  goal: string;
  met: boolean;
  details: Record<string, unknown>;
};

type Measurement = (serverUrl: string) => Promise<Figure[]>;

const measurements: Record<string, Measurement> = {
  import: measureImport,
  incremental: measureIncremental,
  memory: measureMemory,
  live: measureLive,
  "two-way": measureTwoWay,
  pages: measurePages,
  invoices: measureInvoices,
  "move-in": measureMoveIn,
  duplicates: measureDuplicates,
  start: measureStart,
};

// `npm run bench` measures everything; `npm run bench -- import start` only those.
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in measurements));
if (unknown.length > 0) {
  process.stderr.write(
    `bench.unknown: there is no figure ${unknown.join(", ")}; choose from ${Object.keys(measurements).join(", ")}\n`,
  );
  process.exit(1);
}
const server = await startServer();
try {
  for (const [name, measure] of Object.entries(measurements)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    for (const figure of await measure(server.url)) process.stdout.write(`${JSON.stringify(figure)}\n`);
  }
} finally {
  await server.stop();
}
