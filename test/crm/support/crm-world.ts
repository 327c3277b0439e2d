import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type System, startSystem } from "../../../src/app/system.ts";
import type { OrganizationId } from "#kernel/id.ts";
import type { Clock } from "#kernel/time.ts";
import { systemIds } from "#platform/ids.ts";
import { inOrganization } from "#platform/db/db.ts";
import { readConfig } from "#platform/config/config.ts";
import { generateZscKey } from "#crm/key/key.commands.ts";
import { addCrmUser, createCrmOrganization } from "#crm/organization/organization.commands.ts";
import { findCaller } from "#crm/user/caller.store.ts";
import { readyDatabase } from "../../support/database.ts";

/** What JSON.parse gives: a test looks into it as it likes. */
export type Json = ReturnType<typeof JSON.parse>;

export type Reply = { status: number; headers: Headers; body: Json };

/** A CRM with an administrator who holds a token, on a database of its own, served over HTTP. */
export type CrmWorld = {
  system: System;
  url: string;
  organizationId: OrganizationId;
  zgid: string;
  adminId: string;
  adminEmail: string;
  zscKey: string;
  token: string;
  /** A call of the CRM as its administrator, or with another token. Text bodies go as they are. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>;
  /** A user's new ZSC key. */
  keyFor(userId: string): Promise<string>;
  /** A token of a user's ZSC key. */
  tokenFor(userId: string, email: string): Promise<string>;
  addUser(email: string, name: string, profile?: string): Promise<string>;
  databaseUrl: string;
  dataDir: string;
  stop(): Promise<void>;
};

/** The time, which a test moves. */
export type MovableClock = Clock & { plusMs(ms: number): void };

export function movableClock(): MovableClock {
  let shift = 0;
  return { now: () => new Date(Date.now() + shift).toISOString(), plusMs: (ms) => void (shift += ms) };
}

/** Parameters of a token request, as a form. */
export async function askToken(
  url: string,
  parameters: Record<string, string>,
): Promise<Record<string, Json>> {
  const response = await fetch(`${url}/oauth/v2/token`, {
    method: "POST",
    body: new URLSearchParams(parameters),
  });
  return (await response.json()) as Record<string, Json>;
}

export async function openCrmWorld({
  clock,
  roles = "web,worker",
  notifyUrls = [],
}: { clock?: Clock; roles?: string; notifyUrls?: string[] } = {}): Promise<CrmWorld> {
  const dataDir = mkdtempSync(join(tmpdir(), "concord-crm-"));
  const database = await readyDatabase();
  const config = readConfig({
    PORT: "0",
    CONCORD_DATA: dataDir,
    CONCORD_LOG: "warn",
    CONCORD_ROLES: roles,
    CONCORD_NOTIFY_URLS: notifyUrls.join(","),
  });
  const system = await startSystem({
    config,
    databaseUrl: database.url,
    throttled: false,
    ...(clock ? { ports: { clock } } : {}),
  });
  const url = `http://127.0.0.1:${system.port}`;
  const organizationId = systemIds("org");
  const admin = { userId: null, email: "ada@example.com", name: "Ada Lovelace" };
  const made = await inOrganization(system.deps.db, organizationId, (tx) =>
    createCrmOrganization(tx, system.deps, {
      organizationId,
      companyName: "Zylker",
      currency: "EUR",
      timeZone: "Europe/Berlin",
      country: "DE",
      admin,
    }),
  );

  async function tokenFor(userId: string, email: string): Promise<string> {
    const { zsc_key } = await zscKeyOf(userId);
    return (await askToken(url, { grant_type: "zsc_key", email, zsc_key }))["access_token"] as string;
  }
  async function zscKeyOf(userId: string): Promise<{ zsc_key: string }> {
    return inOrganization(system.deps.db, organizationId, async (tx) => {
      const caller = await findCaller(tx, { userId });
      if (!caller) throw new Error("no such user");
      return generateZscKey({ tx, deps: system.deps, caller });
    });
  }

  const { zsc_key: zscKey } = await zscKeyOf(made.adminUserId);
  const token = (await askToken(url, { grant_type: "zsc_key", email: admin.email, zsc_key: zscKey }))[
    "access_token"
  ] as string;
  return {
    system,
    url,
    organizationId,
    zgid: made.zgid,
    adminId: made.adminUserId,
    adminEmail: admin.email,
    zscKey,
    token,
    databaseUrl: database.url,
    dataDir,
    keyFor: async (userId) => (await zscKeyOf(userId)).zsc_key,
    tokenFor,
    async call(method, path, body, headers = {}) {
      const sent = body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) };
      const response = await fetch(`${url}${path}`, {
        method,
        headers: { authorization: `Zoho-oauthtoken ${token}`, ...headers },
        ...sent,
      });
      const text = await response.text();
      return {
        status: response.status,
        headers: response.headers,
        body: text === "" ? undefined : JSON.parse(text),
      };
    },
    addUser: async (email, name, profile = "Standard") =>
      inOrganization(
        system.deps.db,
        organizationId,
        async (tx) =>
          (await addCrmUser(tx, { organizationId, person: { userId: null, email, name }, profile })).id,
      ),
    async stop() {
      await system.stop();
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
