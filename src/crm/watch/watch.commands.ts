import type { Instant } from "#kernel/time.ts";
import { accept, refuse, type Result } from "#kernel/result.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import type { SecretPlace } from "#platform/secrets/secrets.ts";
import type { CrmCaller } from "#crm/user/caller.ts";
import { countChannels, deleteChannels, findChannels, putChannel } from "./channel.store.ts";
import { missing, usualExpiry, type WatchInput, type WatchProblem } from "./read-watch.ts";
import type { WatchEvent } from "./watch.ts";

/** Most channels of a user. */
const maxChannels = 200;

export type ChannelContext = { tx: Tx; deps: Pick<Deps, "vault" | "clock">; caller: CrmCaller };

export type ChannelProblem =
  | WatchProblem
  | { code: "NOT_SUBSCRIBED" | "LIMIT_REACHED"; message: string; details: Record<string, unknown> };

/** What became of a channel: its number, its end, and its events. */
export type ChannelDone = { channel_id: string; events: WatchEvent[] };

/** Where a channel's token lives. */
export function tokenPlace(organization: string, userId: string, channelId: string): SecretPlace {
  return { organization, table: "crm_channel", column: "token", row: `${userId} ${channelId}` };
}

/** Opens a channel, or puts all that is said in the place of what one of that number said before. */
export async function openChannel(
  context: ChannelContext,
  input: WatchInput,
  { at, mustExist }: { at: number; mustExist: boolean },
): Promise<Result<ChannelDone, ChannelProblem>> {
  const { tx, caller } = context;
  if (input.events === undefined) return refuse(missing(at, "events"));
  if (input.notifyUrl === undefined) return refuse(missing(at, "notify_url"));
  const [known] = await findChannels(tx, caller.user.id, input.channelId);
  if (!known && mustExist) return refuse(notSubscribed(input.channelId));
  if (!known && (await countChannels(tx, caller.user.id)) >= maxChannels)
    return refuse({
      code: "LIMIT_REACHED",
      message: "a user has 200 channels at most",
      details: { limit: maxChannels },
    });
  return accept(await put(context, { ...input, events: input.events, notifyUrl: input.notifyUrl }));
}

/** Changes what is said of a channel and leaves the rest; events are said module by module. */
export async function changeChannel(
  context: ChannelContext,
  input: WatchInput,
  takesEventsAway: boolean,
): Promise<Result<ChannelDone | "gone", ChannelProblem>> {
  const { tx, caller } = context;
  const [known] = await findChannels(tx, caller.user.id, input.channelId);
  if (!known) return refuse(notSubscribed(input.channelId));
  const said = input.events ?? [];
  const events = takesEventsAway
    ? known.events.filter((event) => !said.includes(event))
    : [...known.events.filter((event) => !said.some((one) => moduleOf(one) === moduleOf(event))), ...said];
  if (events.length === 0) {
    await deleteChannels(tx, caller.user.id, [input.channelId]);
    return accept("gone");
  }
  return accept(
    await put(context, {
      ...input,
      events,
      notifyUrl: input.notifyUrl ?? known.notify_url,
      token: input.token === undefined ? openToken(context, known) : input.token,
      expiresAt: input.expiresAt ?? known.expires_at,
      conditions: input.conditions === undefined ? known.conditions : input.conditions,
      onRelated: input.onRelated ?? known.on_related,
    }),
  );
}

/** A channel's token in the clear. */
export function openToken(
  { deps, caller }: Pick<ChannelContext, "deps" | "caller">,
  { channel_id, token }: { channel_id: string; token: string | null },
): string | null {
  const place = tokenPlace(caller.organization.organization_id, caller.user.id, channel_id);
  return token === null ? null : deps.vault.open(token, place);
}

type Whole = WatchInput & { events: WatchEvent[]; notifyUrl: string };

async function put({ tx, deps, caller }: ChannelContext, input: Whole): Promise<ChannelDone> {
  const { organization_id } = caller.organization;
  const user_id = caller.user.id;
  const { channelId: channel_id, events, token = null } = input;
  const place = tokenPlace(organization_id, user_id, channel_id);
  const expires_at: Instant = input.expiresAt ?? usualExpiry(deps.clock.now());
  await putChannel(tx, {
    organization_id,
    user_id,
    channel_id,
    events,
    notify_url: input.notifyUrl,
    token: token === null ? null : deps.vault.seal(token, place),
    conditions: input.conditions ?? null,
    on_related: input.onRelated ?? true,
    expires_at,
  });
  return { channel_id, events };
}

function moduleOf(event: WatchEvent): string {
  return event.slice(0, event.indexOf("."));
}

function notSubscribed(channelId: string): ChannelProblem {
  const message = "the channel is not subscribed";
  return { code: "NOT_SUBSCRIBED", message, details: { channel_id: channelId } };
}
