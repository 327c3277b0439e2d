import type pg from "pg";
import type { Ids } from "#kernel/id.ts";
import type { Clock } from "#kernel/time.ts";
import type { Db } from "#platform/db/db.ts";
import type { Jobs } from "#platform/jobs/jobs.ts";
import type { Log } from "#platform/log/log.ts";
import type { Vault } from "#platform/secrets/secrets.ts";

export type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>;

/** What the features need from outside. Built once by app/main.ts, and once per test. */
export type Deps = {
  /** Tenant data, under row-level security. */
  db: Db;
  /** The same connections as plain pg, for COPY. */
  pool: pg.Pool;
  /** Sign-in, keys and schedules; sees no business rows. */
  system: Db;
  clock: Clock;
  ids: Ids;
  /** Resolves after so many milliseconds, or at once when the signal is aborted. */
  sleep: Sleep;
  vault: Vault;
  jobs: Jobs;
  log: Log;
  /** Where this server is reached, without a slash at the end: the base of links, tokens and the embedded CRM. */
  publicUrl: string;
  /** CRM servers that a connection may point to beside our own and Zoho's. */
  crmUrls: string[];
  /** Servers that notices of the embedded CRM may go to beside this one. */
  notifyUrls: string[];
  /** Where Stripe's API is asked. */
  stripeUrl: string;
  /** Whether webhooks, and the connections to mail servers, may go to addresses inside the network. */
  mayReachPrivate: boolean;
  /** Whether changes start syncs, or wait for the schedule. */
  isLive: boolean;
};
