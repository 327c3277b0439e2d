import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { inject } from "vitest";
import { startEmbedded } from "#platform/db/embedded.ts";
import { migrate } from "#platform/db/migrate.ts";
import { openJobs } from "#platform/jobs/jobs.ts";
import { createLog } from "#platform/log/log.ts";
import { allQueues } from "../../src/app/features.ts";

declare module "vitest" {
  interface ProvidedContext {
    databaseUrl: string;
    template: string;
  }
}

type Database = { url: string; drop(): Promise<void> };

/**
 * Vitest's global set-up: one PostgreSQL for the whole run, the embedded one or that of DATABASE_URL, and on it a
 * database as an installation has it after its first start, which worlds are copies of.
 */
export default async function setUp(project: {
  provide(name: "databaseUrl" | "template", value: string): void;
}): Promise<() => Promise<void>> {
  const server = await startServer();
  const template = await createDatabase(server.url);
  await migrate(template.url);
  const jobs = await openJobs(template.url, allQueues, createLog("error"));
  await jobs.stop();
  project.provide("databaseUrl", server.url);
  project.provide("template", nameOf(template.url));
  return async () => {
    await template.drop();
    await server.stop();
  };
}

async function startServer(): Promise<{ url: string; stop(): Promise<void> }> {
  const given = process.env["DATABASE_URL"];
  if (given) return { url: given, stop: async () => undefined };
  const dataDir = mkdtempSync(join(tmpdir(), "concord-test-"));
  const server = await startEmbedded({ dataDir });
  // No test pulls the plug. Those that kill PostgreSQL do it to one of their own, which waits for the disk.
  await run(server.url, "alter role all set synchronous_commit = off");
  return {
    url: server.url,
    async stop() {
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** A fresh database on the server, empty or a copy of `template`; `drop` takes it away again. */
export async function createDatabase(serverUrl: string, template = "template1"): Promise<Database> {
  const name = `concord_${process.pid}_${Math.random().toString(36).slice(2, 10)}`;
  await run(serverUrl, `create database ${name} template ${template}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => run(serverUrl, `drop database if exists ${name} with (force)`) };
}

async function run(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function nameOf(url: string): string {
  return new URL(url).pathname.slice(1);
}

/** A fresh, empty database on the server of this test run. */
export async function freshDatabase(): Promise<Database> {
  return createDatabase(inject("databaseUrl"));
}

/** A database of its own as it is after the first start. */
export async function readyDatabase(): Promise<Database> {
  return createDatabase(inject("databaseUrl"), inject("template"));
}
