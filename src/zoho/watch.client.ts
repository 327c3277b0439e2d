import { z } from "zod";
import { type Instant, instantFromMs, isInstant, msOf } from "#kernel/time.ts";
import type { CrmRequest } from "./answer.ts";
import type { Outcome } from "./failure.ts";
import { readItem } from "./items.ts";
import { headerTime } from "./page.client.ts";
import { malformed, readAnswer, readBody } from "./read.ts";
import type { Session } from "./session.client.ts";

/** A channel over which the CRM tells of changes: `Accounts.all`, `Contacts.edit` … The number is ours to choose. */
export type Watch = {
  channelId: string;
  events: readonly string[];
  notifyUrl: string;
  /** At most 50 characters; comes back with each notice, and is all that proves whom it is from. */
  token: string;
  /** A week from now at most; the CRM silently makes an hour of more. */
  expiresAt: Instant;
};

/** A channel as the CRM knows it now: believe its end, not what was asked for. */
export type WatchGiven = { channelId: string; expiresAt: Instant };

/** A module of a channel. `delivery` where the CRM tells how it stands with it. */
export type WatchListed = WatchGiven & {
  module: string;
  events: string[];
  notifyUrl: string;
  delivery: { state: string; problem: string | null } | undefined;
};

const path = "/crm/v8/actions/watch";

const Time = z
  .string()
  .refine(isInstant, "no time with a zone")
  .transform((text) => instantFromMs(msOf(text)));

const Given = z.object({
  events: z.array(z.object({ channel_id: z.coerce.string(), channel_expiry: Time })).min(1),
});

const Listed = z.object({
  watch: z.array(
    z.object({
      channel_id: z.coerce.string(),
      resource_name: z.string(),
      events: z.array(z.string()),
      notify_url: z.string(),
      channel_expiry: Time,
      $delivery: z.object({ state: z.string(), problem: z.string().nullable() }).optional(),
    }),
  ),
});

/** Opens a channel, or says all of one anew. Doing it twice does no harm, so that a lost answer is asked for again. */
export async function openWatch(session: Session, watch: Watch): Promise<Outcome<WatchGiven>> {
  const { channelId, events, notifyUrl, token, expiresAt } = watch;
  return give(session, "POST", channelId, {
    events,
    notify_url: notifyUrl,
    token,
    channel_expiry: headerTime(expiresAt),
  });
}

/** Puts a channel's end off. */
export async function renewWatch(
  session: Session,
  { channelId, expiresAt }: WatchGiven,
): Promise<Outcome<WatchGiven>> {
  return give(session, "PATCH", channelId, { channel_expiry: headerTime(expiresAt) });
}

/** Closes a channel. One that is not there is closed. */
export async function closeWatch(session: Session, channelId: string): Promise<Outcome<void>> {
  const answer = await session.call(request("DELETE", { query: { channel_ids: channelId } }));
  return readAnswer(answer, ({ body }) => {
    if (body === undefined) return { ok: true, value: undefined };
    const read = readBody(z.object({ watch: z.array(z.looseObject({ code: z.string() })).min(1) }), body);
    if (!read.ok) return read;
    const wrong = read.value.watch.find(({ code }) => code !== "SUCCESS" && code !== "NOT_SUBSCRIBED");
    return wrong === undefined
      ? { ok: true, value: undefined }
      : { ok: false, failure: malformed(["watch"], wrong.code) };
  });
}

/** The channels of the user, or the one of a number, module by module; none where there are none. */
export async function listWatches(session: Session, channelId?: string): Promise<Outcome<WatchListed[]>> {
  const answer = await session.call(request("GET", { query: { channel_id: channelId, per_page: "200" } }));
  return readAnswer(answer, ({ body }) => {
    if (body === undefined) return { ok: true, value: [] };
    const read = readBody(Listed, body);
    if (!read.ok) return read;
    const value = read.value.watch.map((one) => ({
      channelId: one.channel_id,
      module: one.resource_name,
      events: one.events,
      notifyUrl: one.notify_url,
      expiresAt: one.channel_expiry,
      delivery: one.$delivery,
    }));
    return { ok: true, value };
  });
}

async function give(
  session: Session,
  method: "POST" | "PATCH",
  channelId: string,
  said: object,
): Promise<Outcome<WatchGiven>> {
  const answer = await session.call(
    request(method, { body: { watch: [{ channel_id: channelId, ...said }] } }),
  );
  return readAnswer(answer, ({ body, status }) => {
    const read = readItem({ key: "watch", status }, Given, body);
    if (!read.ok) return read;
    const { events } = read.value;
    if (events.some((event) => event.channel_id !== channelId))
      return { ok: false, failure: malformed(["watch", 0, "details"], "another channel than asked for") };
    const ends = events.map((event) => event.channel_expiry).toSorted();
    return { ok: true, value: { channelId, expiresAt: ends[0] ?? "" } };
  });
}

function request(method: CrmRequest["method"], more: Pick<CrmRequest, "query" | "body">): CrmRequest {
  return { method, path, credits: 1, rowsKey: "watch", ...more };
}
