import type { Result } from "#kernel/result.ts";
import { deleteChannels, findChannels } from "#crm/watch/channel.store.ts";
import { readWatch, type WatchInput } from "#crm/watch/read-watch.ts";
import { modulesOf, resourceJson, watchJson } from "#crm/watch/watch-json.ts";
import {
  changeChannel,
  type ChannelDone,
  type ChannelProblem,
  openChannel,
  openToken,
} from "#crm/watch/watch.commands.ts";
import { findModule } from "#crm/field/module.ts";
import { needRight } from "./admission.ts";
import { type Item, itemsAnswer, nothing, ok, refused, type V8Answer } from "./answer.ts";
import { isObject, readObject } from "./body.ts";
import { readCount } from "./query.ts";
import { CrmRefusal, refusals } from "./refusal.ts";
import type { V8Call, V8Route } from "./v8.routes.ts";

/** Most channels in one request. */
const maxItems = 50;
const maxPage = 200;

type Done = Result<ChannelDone | "gone", ChannelProblem>;
type Change = (input: WatchInput, at: number, raw: Record<string, unknown>) => Promise<Done>;

/** Answers a change of channels item by item. */
async function answerItems(
  call: V8Call,
  { allWell, message }: { allWell: number; message: (raw: Record<string, unknown>) => string },
  change: Change,
): Promise<V8Answer> {
  const items: Item[] = [];
  for (const [at, raw] of inputsOf(call).entries()) {
    const read = readWatch(raw, at, {
      fields: call.caller.fields,
      hosts: { own: call.deps.publicUrl, extra: call.deps.notifyUrls },
      now: call.deps.clock.now(),
    });
    const done: Done = read.ok ? await changeOne(call, read.value, () => change(read.value, at, raw)) : read;
    items.push(await itemOf(call, done, message(raw)));
  }
  return itemsAnswer("watch", items, allWell);
}

/** Nobody is told of records that they may not see. */
function changeOne(call: V8Call, { events }: WatchInput, change: () => Promise<Done>): Promise<Done> {
  for (const module of modulesOf(events ?? [])) needRight(call.caller, module, "view");
  return change();
}

async function itemOf(call: V8Call, done: Done, message: string): Promise<Item> {
  if (!done.ok) return refused(done.refusal.code, done.refusal.message, done.refusal.details);
  const { value } = done;
  const [channel] =
    value === "gone" ? [] : await findChannels(call.tx, call.caller.user.id, value.channel_id);
  const events = channel
    ? modulesOf(channel.events).map((module) => ({
        channel_expiry: channel.channel_expiry,
        ...resourceJson(channel, module, call.deps.publicUrl),
      }))
    : [];
  return { code: "SUCCESS", details: { events }, message, status: "success" };
}

function inputsOf({ body }: V8Call): Record<string, unknown>[] {
  const { watch } = readObject(body);
  if (watch === undefined)
    throw new CrmRefusal(400, "MANDATORY_NOT_FOUND", "required field not found", { api_name: "watch" });
  if (!Array.isArray(watch) || watch.length === 0)
    throw new CrmRefusal(400, "INVALID_DATA", "invalid data", {
      expected_data_type: "jsonarray",
      api_name: "watch",
    });
  if (watch.length > maxItems)
    throw new CrmRefusal(400, "LIMIT_EXCEEDED", "limit exceeded", { limit: maxItems, api_name: "watch" });
  return watch.map((one: unknown) => (isObject(one) ? one : {}));
}

const subscribed = { message: () => "Successfully subscribed for actions-watch of the given module" };

const enable = (call: V8Call): Promise<V8Answer> =>
  answerItems(call, { ...subscribed, allWell: 201 }, (input, at) =>
    openChannel(call, input, { at, mustExist: false }),
  );

const replace = (call: V8Call): Promise<V8Answer> =>
  answerItems(call, { ...subscribed, allWell: 200 }, (input, at) =>
    openChannel(call, input, { at, mustExist: true }),
  );

const change = (call: V8Call): Promise<V8Answer> =>
  answerItems(
    call,
    {
      allWell: 200,
      message: (raw) =>
        raw["_delete_events"] === true
          ? "Successfully removed the subscribe details"
          : "Successfully updated the subscribe details",
    },
    (input, _at, raw) => changeChannel(call, input, raw["_delete_events"] === true),
  );

async function list(call: V8Call): Promise<V8Answer> {
  const { tx, caller, query, deps } = call;
  const perPage = readCount(query, "per_page", maxPage, maxPage);
  const page = readCount(query, "page", 1);
  const only = query.get("module");
  const module = only === null ? undefined : findModule(only)?.api_name;
  if (only !== null && module === undefined) throw refusals.module({ param_name: "module" });
  const channels = await findChannels(tx, caller.user.id, query.get("channel_id") ?? undefined);
  const all = channels.flatMap((channel) =>
    modulesOf(channel.events)
      .filter((one) => module === undefined || one === module)
      .map((one) => ({ channel, module: one })),
  );
  const shown = all.slice((page - 1) * perPage, page * perPage);
  if (shown.length === 0) return nothing;
  return ok({
    watch: shown.map((one) =>
      watchJson(one.channel, one.module, {
        base: deps.publicUrl,
        token: openToken(call, one.channel),
        fields: caller.fields[one.module],
      }),
    ),
    info: { per_page: perPage, count: shown.length, page, more_records: all.length > page * perPage },
  });
}

async function disable(call: V8Call): Promise<V8Answer> {
  const named = call.query.get("channel_ids");
  if (named === null) throw refusals.missingParam("channel_ids");
  const ids = [...new Set(named.split(",").map((id) => id.trim()))];
  if (ids.length > maxItems) throw refusals.limit("channel_ids", maxItems);
  const gone = await deleteChannels(call.tx, call.caller.user.id, ids);
  const items = ids.flatMap((id): Item[] => {
    const channel = gone.find((one) => one.channel_id === id);
    if (!channel) return [refused("NOT_SUBSCRIBED", "the channel is not subscribed", { channel_id: id })];
    return modulesOf(channel.events).map((module) => ({
      code: "SUCCESS",
      details: { ...resourceJson(channel, module, call.deps.publicUrl) },
      message: "Successfully un-subscribed from actions-watch",
      status: "success",
    }));
  });
  return itemsAnswer("watch", items, 200);
}

const path = "/crm/v8/actions/watch";

export const watchRoutes: readonly V8Route[] = [
  { method: "GET", path, scope: () => "notifications.READ", handle: list },
  { method: "POST", path, scope: () => "notifications.CREATE", handle: enable },
  { method: "PUT", path, scope: () => "notifications.UPDATE", handle: replace },
  { method: "PATCH", path, scope: () => "notifications.UPDATE", handle: change },
  { method: "DELETE", path, scope: () => "notifications.DELETE", handle: disable },
];
