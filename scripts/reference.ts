// Prints docs/reference and migrations/schema.sql from the code itself: `npm run reference`.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { startEmbedded } from "#platform/db/embedded.ts";
import { printReferences } from "./reference/print.ts";

const root = join(import.meta.dirname, "..");
const dataDir = mkdtempSync(join(tmpdir(), "concord-reference-"));
const server = await startEmbedded({ dataDir });
try {
  for (const [path, text] of await printReferences({ databaseUrl: server.url, dataDir })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    console.log(`${path}: ${text.length.toLocaleString("en")} characters`);
  }
} finally {
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
