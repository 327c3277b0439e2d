import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { inject } from "vitest";
import { startEmbedded } from "#platform/db/embedded.ts";

declare module "vitest" {
  interface ProvidedContext {
    databaseUrl: string;
  }
}

/** Vitest's global set-up: one PostgreSQL for the whole run, the embedded one or that of DATABASE_URL. */
export default async function setUp(project: {
  provide(name: "databaseUrl", value: string): void;
}): Promise<() => Promise<void>> {
  const given = process.env["DATABASE_URL"];
  if (given) {
    project.provide("databaseUrl", given);
    return async () => undefined;
  }
  const dataDir = mkdtempSync(join(tmpdir(), "concord-test-"));
  const server = await startEmbedded({ dataDir });
  project.provide("databaseUrl", server.url);
  return async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}

/** A fresh, empty database on the server; `drop` takes it away again. */
export async function createDatabase(serverUrl: string): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `concord_${process.pid}_${Math.random().toString(36).slice(2, 10)}`;
  const run = async (statement: string): Promise<void> => {
    const client = new pg.Client({ connectionString: serverUrl });
    await client.connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  };
  await run(`create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => run(`drop database if exists ${name} with (force)`) };
}

/** A fresh database on the server of this test run. */
export async function freshDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  return createDatabase(inject("databaseUrl"));
}
