import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { OrganizationId } from "#kernel/id.ts";
import type { Clock } from "#kernel/time.ts";
import { createWholeOrganization } from "../../src/app/organization/organization.commands.ts";
import { startSystem, type System } from "../../src/app/system.ts";
import { insertKey } from "#platform/auth/api-key.store.ts";
import type { PasswordCost } from "#platform/auth/password.ts";
import type { MemberRole } from "#platform/auth/actor.ts";
import { readConfig } from "#platform/config/config.ts";
import { inOrganization } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import { type Caller, call, CallError } from "#platform/http/call.ts";
import type { Call, Endpoint, Received } from "#platform/http/endpoint.ts";
import { randomSecret, sha256 } from "#platform/secrets/secrets.ts";
import { readyDatabase } from "./database.ts";

export type Person = { userId: string; email: string; name: string; password: string; cookie: string };

/** A running Concord on a database of its own, and what a test needs to use it as its users do. */
export type World = {
  system: System;
  url: string;
  databaseUrl: string;
  dataDir: string;
  signUp(name: string): Promise<Person>;
  organization(name: string, options?: NewOrganization): Promise<Organization>;
  stop(): Promise<void>;
};

export type NewOrganization = { currency?: string; timeZone?: string; country?: string; owner?: Person };

/** An organization with its owner, called over HTTP with an API key. */
export type Organization = {
  id: OrganizationId;
  owner: Person;
  send<E extends Endpoint>(endpoint: E, input: Call<E>): Promise<Received<E>>;
  /** The refusal of a call that must fail. */
  refusal<E extends Endpoint>(endpoint: E, input: Call<E>): Promise<CallError["view"] & { status: number }>;
  /** The owner's API key. */
  key: string;
  keyFor(role: MemberRole): Promise<string>;
  /** A call of the CRM (below /crm/v8) as its administrator. */
  crm(method: string, path: string, body?: unknown): Promise<{ status: number; body: CrmBody }>;
};

/** What the CRM's API answers, as far as tests look into it: records or what became of them, or a thing of its own. */
export type CrmBody = {
  data: Record<string, unknown>[];
  count?: number;
  custom_views?: { details: { id: string } }[];
  fields?: { id: string; api_name: string }[];
  users?: { id?: string; email?: string; details: { id: string } }[];
  profiles?: { id: string; name: string }[];
};

export type WorldOptions = {
  roles?: string;
  clock?: Clock;
  /** How long the product really waits where it waits so many milliseconds between tries. */
  sleep?: Deps["sleep"];
  databaseUrl?: string;
  dataDir?: string;
  /** Servers beside its own that may be connected as a CRM. */
  crmUrls?: string[];
  /** Limits of requests and sign-ins are on; they are off for tests that do hundreds of each. */
  throttled?: boolean;
  /** Passwords cost what they cost in production; next to nothing where a test is not about them. */
  realPasswords?: boolean;
  /** Further environment variables. */
  env?: Record<string, string>;
};

const cheap: PasswordCost = { N: 2 ** 9, r: 8, p: 1 };

/** Starts a world; stop it when the tests of the file are done. */
export async function startWorld({
  roles = "web,worker",
  clock,
  sleep,
  databaseUrl,
  dataDir,
  crmUrls = [],
  throttled = false,
  realPasswords = false,
  env = {},
}: WorldOptions = {}): Promise<World> {
  const folder = dataDir ?? mkdtempSync(join(tmpdir(), "concord-world-"));
  const database = databaseUrl ? { url: databaseUrl, drop: async () => undefined } : await readyDatabase();
  const config = readConfig({
    PORT: "0",
    CONCORD_DATA: folder,
    CONCORD_LOG: process.env["CONCORD_LOG"] ?? "error",
    CONCORD_ROLES: roles,
    CONCORD_CRM_URLS: crmUrls.join(","),
    // Most tests say when a run begins, and look at what that one does.
    CONCORD_LIVE: "off",
    ...env,
  });
  const system = await startSystem({
    config,
    databaseUrl: database.url,
    throttled,
    ...(realPasswords ? {} : { passwordCost: cheap }),
    ports: { ...(clock ? { clock } : {}), ...(sleep ? { sleep } : {}) },
  });
  const url = `http://127.0.0.1:${system.port}`;
  const signUp = (name: string): Promise<Person> => signUpPerson(url, system.deps.publicUrl, name);
  return {
    system,
    url,
    databaseUrl: database.url,
    dataDir: folder,
    signUp,
    organization: (name, options) => makeOrganization(system, url, name, options ?? {}, signUp),
    async stop() {
      await system.stop();
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function signUpPerson(url: string, origin: string, name: string): Promise<Person> {
  const email = `${name.toLowerCase().replace(/\W+/g, ".")}.${Math.random().toString(36).slice(2, 8)}@example.com`;
  const password = randomSecret();
  const response = await fetch(`${url}/api/auth/sign-up/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin },
    body: JSON.stringify({ name, email, password }),
  });
  if (!response.ok) throw new Error(`sign-up failed: ${response.status} ${await response.text()}`);
  const { user } = (await response.json()) as { user: { id: string } };
  const cookie = response.headers
    .getSetCookie()
    .map((one) => one.split(";")[0])
    .join("; ");
  return { userId: user.id, email, name, password, cookie };
}

async function makeOrganization(
  system: System,
  url: string,
  name: string,
  options: NewOrganization,
  signUp: World["signUp"],
): Promise<Organization> {
  const owner = options.owner ?? (await signUp("Olivia Owner"));
  const { id } = await createWholeOrganization(system.deps, {
    owner,
    actor: { kind: "user", id: owner.userId, name: owner.name },
    wanted: {
      name,
      currency: options.currency ?? "USD",
      time_zone: options.timeZone ?? "America/New_York",
      country: options.country ?? "US",
    },
  });
  const keyFor = (role: MemberRole): Promise<string> => makeKey(system, id, role);
  const key = await keyFor("owner");
  const caller = callerOf(url, key);
  return {
    id,
    owner,
    key,
    keyFor,
    ...speakerOf(url, key),
    async refusal(endpoint, input) {
      try {
        await call(caller, endpoint, input);
      } catch (error) {
        if (error instanceof CallError) return { ...error.view, status: error.status };
        throw error;
      }
      throw new Error("the call was not refused");
    },
  };
}

function callerOf(baseUrl: string, key: string): Caller {
  return { baseUrl, headers: () => ({ authorization: `Bearer ${key}` }) };
}

/** What calls a server with an API key, and its CRM. */
export function speakerOf(url: string, key: string): Pick<Organization, "send" | "crm"> {
  const caller = callerOf(url, key);
  return {
    send: (endpoint, input) => call(caller, endpoint, input),
    async crm(method, path, body) {
      const response = await fetch(`${url}/crm/v8${path}`, {
        method,
        headers: { authorization: `Bearer ${key}` },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, body: (text === "" ? { data: [] } : JSON.parse(text)) as CrmBody };
    },
  };
}

async function makeKey(system: System, organizationId: OrganizationId, role: MemberRole): Promise<string> {
  const text = `concord_live_${randomSecret()}`;
  await inOrganization(system.deps.db, organizationId, (tx) =>
    insertKey(tx, {
      organization_id: organizationId,
      id: system.deps.ids("key"),
      name: `${role} key`,
      hash: sha256(text),
      role,
      created_by: "test",
      created_at: system.deps.clock.now(),
      last_used_at: null,
      expires_at: null,
      revoked_at: null,
    }),
  );
  return text;
}
