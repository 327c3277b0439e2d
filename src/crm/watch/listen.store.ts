import type pg from "pg";
import type { OrganizationId } from "#kernel/id.ts";
import type { Deps } from "#platform/deps.ts";
import { noticeChannel } from "./notice.store.ts";

/** How long it is waited after a broken connection before the next one is opened. */
const againMs = 1000;

/**
 * Hears of notices on a connection of its own, and opens another one when it breaks; what is missed meanwhile is found
 * by who looks for it. The answer ends it.
 */
export function listenForNotices(
  { pool, log, sleep }: Pick<Deps, "pool" | "log" | "sleep">,
  heard: (organizationId: OrganizationId) => void,
): () => Promise<void> {
  const stopping = new AbortController();

  async function listenOnce(): Promise<void> {
    const client = await pool.connect();
    try {
      await untilBroken(client, stopping.signal, heard);
    } finally {
      client.removeAllListeners("notification");
      client.release(true);
    }
  }
  async function listen(): Promise<void> {
    while (!stopping.signal.aborted) {
      await listenOnce().catch((error: unknown) => log.warn({ err: error }, "notices are not heard of"));
      if (!stopping.signal.aborted) await sleep(againMs, stopping.signal);
    }
  }

  const listening = listen();
  return async () => {
    stopping.abort();
    await listening;
  };
}

async function untilBroken(
  client: pg.PoolClient,
  signal: AbortSignal,
  heard: (organizationId: OrganizationId) => void,
): Promise<void> {
  const ended = new Promise<void>((resolve, reject) => {
    client.once("error", reject);
    client.once("end", resolve);
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
  client.on("notification", ({ payload }) => {
    if (payload !== undefined) heard(payload as OrganizationId);
  });
  await client.query(`listen ${noticeChannel}`);
  await ended;
}
