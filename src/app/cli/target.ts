import { z } from "zod";
import { AppError } from "#kernel/errors.ts";
import type { Config } from "#platform/config/config.ts";
import { getOrganization } from "#billing/organization/organization.api.ts";
import { call, CallError, type Caller } from "#platform/http/call.ts";
import { KeyedOrganizations, MadeOrganization } from "#app/server/operator.api.ts";
import { findServer, type ServerFile } from "#app/server/server-file.ts";

/** Where a command is sent: an organization on a server. */
export type Target = {
  caller: Caller;
  organization: { id: string | undefined; name: string | undefined };
};

type Environment = Record<string, string | undefined>;

/** Where commands are sent, if not to the server on this machine's data. */
export const TargetEnvironment = z.object({
  CONCORD_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .meta({ description: "The server that commands are sent to; together with CONCORD_API_KEY." }),
  CONCORD_API_KEY: z
    .string()
    .optional()
    .meta({ description: "The API key by which commands act there; it decides the organization." }),
  CONCORD_ORG: z
    .string()
    .optional()
    .meta({ description: "The organization that commands are meant for where --org names none." }),
});

/**
 * The server and the organization that a command is meant for: CONCORD_URL with CONCORD_API_KEY, whose key is of one
 * organization; else the server that runs on this machine's data, and the organization by name or id. Of several none
 * is guessed, for reading neither: figures of another company mislead as much as a payment recorded there.
 */
export async function findTarget(
  config: Config,
  env: Environment,
  option: string | undefined,
): Promise<Target> {
  const wanted = option ?? given(env)["CONCORD_ORG"];
  const remote = remoteTarget(env);
  if (remote) return wanted === undefined ? remote : checkedTarget(remote, wanted);
  const server = localServer(config);
  const chosen = choose(await listOrganizations(server), wanted);
  return targetOf(server.url, chosen.key, chosen);
}

/** All organizations of the server that runs on this machine's data. */
export async function listLocalOrganizations(config: Config): Promise<{ id: string; name: string }[]> {
  return (await listOrganizations(localServer(config))).map(({ id, name }) => ({ id, name }));
}

/** Makes an organization on the server that runs on this machine's data. */
export async function makeLocalOrganization(
  config: Config,
  body: Record<string, unknown>,
): Promise<z.output<typeof MadeOrganization>> {
  return MadeOrganization.parse(await askOperator(localServer(config), "POST", body));
}

/** One of the two without the other would send a command elsewhere than it was meant for. */
function remoteTarget(env: Environment): Target | undefined {
  const parsed = TargetEnvironment.safeParse(given(env));
  const { CONCORD_URL: url, CONCORD_API_KEY: key } = parsed.data ?? {};
  if (parsed.success && url === undefined && key === undefined) return undefined;
  if (parsed.success && url !== undefined && key !== undefined)
    return targetOf(url, key, { id: undefined, name: undefined });
  throw new AppError("start.config", {
    message: parsed.success
      ? `${url === undefined ? "CONCORD_URL" : "CONCORD_API_KEY"} is missing: commands need both or neither`
      : "CONCORD_URL is not an address such as https://concord.example.com",
    remedy: "Correct the environment variables and try again.",
  });
}

/** A variable that is set to nothing is not set. */
function given(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
}

/** The key decides the organization; that it is the wanted one is looked up, so that no command goes astray. */
async function checkedTarget(target: Target, wanted: string): Promise<Target> {
  const { id, name } = await call(target.caller, getOrganization, {});
  if (wanted === id || isSame(wanted, name)) return { ...target, organization: { id, name } };
  throw new AppError("cli.organization_unclear", {
    message: `The key in CONCORD_API_KEY is of the organization ${name}, not of ${wanted}`,
    remedy: "Use a key of that organization, or leave out --org and CONCORD_ORG.",
  });
}

function targetOf(url: string, key: string, { id, name }: Target["organization"]): Target {
  return {
    caller: { baseUrl: url.replace(/\/+$/, ""), headers: () => ({ authorization: `Bearer ${key}` }) },
    organization: { id, name },
  };
}

function localServer(config: Config): ServerFile {
  const server = findServer(config.dataDir);
  if (!server) throw new AppError("cli.no_server", { data: config.dataDir });
  return server;
}

type Keyed = z.output<typeof KeyedOrganizations>["organizations"][number];

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function choose(organizations: Keyed[], wanted: string | undefined): Keyed {
  const matches =
    wanted === undefined
      ? organizations
      : organizations.filter(({ id, name }) => id === wanted || isSame(name, wanted));
  const [only, another] = matches;
  if (only && !another) return only;
  const names = organizations.map(({ id, name }) => `${name} (${id})`).join(", ");
  if (organizations.length === 0)
    throw new AppError("cli.organization_unclear", {
      message: "There is no organization yet",
      remedy: "Make one with concord org create.",
    });
  const message =
    wanted === undefined
      ? "There are several organizations"
      : `${another ? "Several organizations are" : "No organization is"} called ${wanted}`;
  throw new AppError("cli.organization_unclear", {
    message,
    remedy: `Name one with --org, or in CONCORD_ORG: ${names}`,
  });
}

async function listOrganizations(server: ServerFile): Promise<Keyed[]> {
  return KeyedOrganizations.parse(await askOperator(server, "GET")).organizations;
}

const Refusal = z.object({
  error: z.object({
    code: z.string(),
    title: z.string(),
    remedy: z.string(),
    details: z.record(z.string(), z.unknown()),
  }),
});

async function askOperator(
  server: ServerFile,
  method: "GET" | "POST",
  body?: Record<string, unknown>,
): Promise<unknown> {
  const headers = { authorization: `Bearer ${server.api_key}`, "content-type": "application/json" };
  const response = await fetch(`${server.url}/operator/organizations`, {
    method,
    headers,
    ...(body ? { body: JSON.stringify(body) } : {}),
  }).catch(() => undefined);
  if (!response) throw new AppError("cli.no_server");
  const answer: unknown = await response.json();
  if (response.ok) return answer;
  throw new CallError(response.status, Refusal.parse(answer).error);
}
