import { setTimeout as wait } from "node:timers/promises";
import { type Instant, plusMs } from "#kernel/time.ts";
import type { Credential } from "#zoho/ports.ts";
import type { TokenStore } from "#zoho/token.ts";
import { createZohoClient, type Zoho } from "#zoho/zoho.client.ts";
import type { FaultyCrm } from "./faulty-crm.ts";
import { createMemoryTokenStore } from "./memory-token-store.ts";

export const zsc: Credential = { kind: "zsc", email: "ada@example.com", key: "zsc-key" };

export type Tested = {
  zoho: Zoho;
  waits: number[];
  logged: { facts: object; message: string }[];
  now(): Instant;
  pass(ms: number): void;
  /** Opens the connection and gets the token, then allows each call only so long. */
  hurry: (ms: number) => Promise<void>;
  cancel(): void;
};

/** A client of the server, with real HTTP, whose waits between tries cost no time but move its clock. */
export function clientOf(
  crm: Pick<FaultyCrm, "url">,
  options: {
    tokens?: TokenStore;
    credential?: Credential;
    apiDomain?: string;
    own?: string;
    extra?: readonly string[];
    concurrency?: number;
    /** Real time that a wait takes; none by default. */
    waitMs?: number;
  } = {},
): Tested {
  let now: Instant = "2026-06-01T12:00:00.000Z";
  let deadlineMs = 30_000;
  const waits: number[] = [];
  const logged: Tested["logged"] = [];
  const run = new AbortController();
  const keep = (facts: object, message: string) => void logged.push({ facts, message });
  const zoho = createZohoClient(
    {
      clock: { now: () => now },
      sleep: async (ms) => {
        waits.push(ms);
        now = plusMs(now, ms);
        if (options.waitMs !== undefined) await wait(options.waitMs);
      },
      deadline: (ms, signal) => wait(Math.min(ms, deadlineMs), undefined, { signal, ref: false }),
      random: () => 0.5,
      tokens: options.tokens ?? createMemoryTokenStore(),
      log: { debug: keep, warn: keep },
      signal: run.signal,
    },
    {
      accountsUrl: crm.url,
      apiDomain: options.apiDomain ?? crm.url,
      allowed: { own: options.own ?? crm.url, extra: options.extra ?? [] },
      credential: options.credential ?? zsc,
      limits: { concurrency: options.concurrency ?? 5 },
    },
  );
  return {
    zoho,
    waits,
    logged,
    now: () => now,
    pass: (ms) => void (now = plusMs(now, ms)),
    cancel: () => run.abort(),
    hurry: async (ms) => {
      await zoho.count("Warmth");
      deadlineMs = ms;
    },
  };
}

/** All that a generator gives. */
export async function allOf<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}
