import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listAuditLog } from "#platform/audit/audit.api.ts";
import { addMember } from "#platform/auth/member.api.ts";
import { type Caller, call, CallError } from "#platform/http/call.ts";
import { configure, pauseConnection, resumeConnection } from "#sync/connection/connection.api.ts";
import { listRuns, startSync } from "#sync/run/run.api.ts";
import { finished, settingsFor, startSyncing, type Sync } from "../support/sync-world.ts";
import { type Organization, type Person, startWorld, type World } from "../support/world.ts";
import { concord } from "./processes.ts";

let world: World;
let organization: Organization;
let sync: Sync;

/** One way to ask for something: a page's session, a program's key, a person's command. */
type Way = {
  pause: () => Promise<unknown>;
  resume: () => Promise<unknown>;
  sync: () => Promise<{ id: string }>;
  configure: () => Promise<unknown>;
};

beforeAll(async () => {
  world = await startWorld();
  organization = await world.organization("Three Ways Ltd");
  sync = await startSyncing(organization, { module: "accounts" });
});
afterAll(() => world.stop());

/** What a page sends: the session's cookie, the organization, and that it is of this site. */
function pageOf({ cookie }: Person): Caller {
  const headers = {
    cookie,
    "x-concord-organization": organization.id,
    "sec-fetch-site": "same-origin",
  };
  return { baseUrl: world.url, headers: () => headers };
}

function keyOf(key: string): Caller {
  return { baseUrl: world.url, headers: () => ({ authorization: `Bearer ${key}` }) };
}

async function wayOf(caller: Caller): Promise<Way> {
  const params = { connection: sync.connection };
  const settings = await settingsFor(organization, sync.connection, {
    module: "accounts",
    duplicates: "clone",
  });
  return {
    pause: () => call(caller, pauseConnection, { params }),
    resume: () => call(caller, resumeConnection, { params }),
    sync: () => call(caller, startSync, { params }),
    configure: () => call(caller, configure, { params, body: settings }),
  };
}

function commandWay(key: string): Way {
  const run = async (...args: string[]): Promise<{ id: string }> => {
    const env = { CONCORD_URL: world.url, CONCORD_API_KEY: key, CONCORD_DATA: world.dataDir };
    const { code, stdout, stderr } = await concord(["--json", ...args], env);
    if (code !== 0) throw new Error(stderr);
    const answer = JSON.parse(stdout) as { id?: string; run?: string };
    return { id: answer.run ?? answer.id ?? "" };
  };
  return {
    pause: () => run("pause"),
    resume: () => run("resume"),
    sync: () => run("sync"),
    configure: () => run("configure", "--module", "accounts", "--duplicates", "clone"),
  };
}

/** What the audit log says of an operation, but for when it was, who it was and which number the row has. */
async function entriesSince(seq: number): Promise<{ told: unknown[]; last: number; kinds: string[] }> {
  const { items } = await organization.send(listAuditLog, { query: { limit: 200 } });
  const fresh = items
    .filter((item) => Number(item.seq) > seq && item.action !== "api_key.created")
    .toReversed();
  return {
    last: Math.max(seq, ...items.map((item) => Number(item.seq))),
    kinds: [...new Set(fresh.map((item) => item.actor_kind))],
    told: fresh.map(({ action, subject_kind, subject_id, details }) => ({
      action,
      subject_kind,
      subject: subject_kind === "run" ? "a run" : subject_id,
      details: JSON.parse(
        JSON.stringify(details, (name, value: unknown) => (/^(run|version)$/.test(name) ? "…" : value)),
      ) as unknown,
    })),
  };
}

describe("B17 given one operation and three ways to ask for it", () => {
  test("F44 F93 when each way does the same, then the audit log tells the same, but for who it was", async () => {
    const ways: [kind: string, way: Way][] = [
      ["user", await wayOf(pageOf(organization.owner))],
      ["api_key", await wayOf(keyOf(organization.key))],
      ["api_key", commandWay(organization.key)],
    ];
    const told: unknown[][] = [];
    for (const [kind, way] of ways) {
      await sync.configure({ duplicates: "skip" });
      const { last } = await entriesSince(0);
      await way.pause();
      await way.resume();
      await way.configure();
      await settle();
      await finished(organization, (await way.sync()).id);
      const entries = await entriesSince(last);
      expect(entries.kinds).toEqual([kind]);
      told.push(entries.told);
    }
    expect(told[0]).toHaveLength(4);
    expect(told[1]).toEqual(told[0]);
    expect(told[2]).toEqual(told[0]);
  });

  test("when the caller may only read, then each way is refused with the same code, and nothing is logged", async () => {
    const reader = await world.signUp("Rita Reader");
    await organization.send(addMember, {
      body: { email: reader.email, name: reader.name, role: "read_only" },
    });
    const key = await organization.keyFor("read_only");
    const { last } = await entriesSince(0);
    for (const way of [await wayOf(pageOf(reader)), await wayOf(keyOf(key)), commandWay(key)])
      for (const operation of [way.pause, way.resume, way.sync, way.configure])
        expect(await refusalOf(operation)).toBe("auth.forbidden");
    expect((await entriesSince(last)).told).toEqual([]);
  });
});

/** Resuming starts a run that catches up; the next one is refused until it is done. */
async function settle(): Promise<void> {
  const isIdle = async (): Promise<boolean> =>
    (await organization.send(listRuns, { query: { limit: 10 } })).items.every(
      ({ finished_at }) => finished_at !== null,
    );
  await expect.poll(isIdle, { timeout: 20_000 }).toBe(true);
}

/** The code of a refusal, from the API's answer or the one line of a command. */
async function refusalOf(operation: () => Promise<unknown>): Promise<string> {
  try {
    await operation();
  } catch (error) {
    if (error instanceof CallError) return error.view.code;
    return /^([a-z_]+\.[a-z_]+): /.exec(error instanceof Error ? error.message : "")?.[1] ?? String(error);
  }
  return "it was not refused";
}
