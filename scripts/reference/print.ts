import { readConfig } from "#platform/config/config.ts";
import { startSystem } from "#app/system.ts";
import { apiPage, type ApiDocument } from "./api.ts";
import { commandsPage } from "./commands.ts";
import { environmentPage } from "./environment.ts";
import { errorsPage } from "./errors.ts";
import { dumpSchema } from "./schema.ts";

/**
 * Every generated file by its path in the project. Migrates the given empty database, and starts a server on it for a
 * moment, to describe what is really there and really served.
 */
export async function printReferences(place: {
  databaseUrl: string;
  dataDir: string;
}): Promise<Map<string, string>> {
  const document = await readApiDocument(place);
  return new Map([
    ["docs/reference/errors.md", errorsPage()],
    ["docs/reference/cli.md", await commandsPage()],
    ["docs/reference/environment.md", environmentPage()],
    ["docs/reference/api.md", apiPage(document)],
    ["migrations/schema.sql", await dumpSchema(place.databaseUrl)],
  ]);
}

async function readApiDocument({
  databaseUrl,
  dataDir,
}: {
  databaseUrl: string;
  dataDir: string;
}): Promise<ApiDocument> {
  const config = readConfig({
    PORT: "0",
    CONCORD_ROLES: "web",
    CONCORD_LOG: "error",
    CONCORD_DATA: dataDir,
  });
  const system = await startSystem({ config, databaseUrl });
  try {
    const response = await fetch(`http://127.0.0.1:${system.port}/api/openapi.json`);
    return (await response.json()) as ApiDocument;
  } finally {
    await system.stop();
  }
}
