import type { FieldMap, ModuleName } from "#crm/field/field.ts";
import { moduleOf } from "#crm/field/module.ts";
import type { Condition, Selection, WatchEvent } from "./watch.ts";

/** A channel as its owner sees it; times in the organization's zone. */
export type Channel = {
  channel_id: string;
  events: WatchEvent[];
  notify_url: string;
  conditions: Condition[] | null;
  on_related: boolean;
  channel_expiry: string;
  is_expired: boolean;
  failures: number;
  rests_until: string | null;
  sent_at: string | null;
  failed_at: string | null;
  problem: string | null;
};

/** The modules that a channel watches. */
export function modulesOf(events: readonly WatchEvent[]): ModuleName[] {
  return [...new Set(events.map((event) => event.split(".")[0] as ModuleName))];
}

/** A module of a channel, in the answer to a change of it. */
export function resourceJson(channel: Pick<Channel, "channel_id">, module: ModuleName, base: string): object {
  const { api_name, id } = moduleOf(module);
  const { channel_id } = channel;
  return {
    resource_uri: `${base}/crm/v8/${api_name}`,
    resource_id: id,
    resource_name: api_name,
    channel_id,
  };
}

/** A module of a channel with everything about it. `$delivery` is ours: whether notices arrive, and why not. */
export function watchJson(
  channel: Channel,
  module: ModuleName,
  { base, token, fields }: { base: string; token: string | null; fields: FieldMap },
): object {
  const conditions = channel.conditions?.filter((one) => one.module === module) ?? [];
  return {
    ...resourceJson(channel, module, base),
    channel_expiry: channel.channel_expiry,
    events: channel.events.filter((event) => event.startsWith(`${module}.`)),
    notify_url: channel.notify_url,
    token,
    notify_on_related_action: channel.on_related,
    return_affected_field_values: false,
    fields: null,
    notification_condition:
      conditions.length === 0
        ? null
        : conditions.map(({ selection }) => ({
            type: "field_selection",
            module: { api_name: module, id: moduleOf(module).id },
            field_selection: selectionJson(selection, fields),
          })),
    $delivery: deliveryJson(channel),
  };
}

function deliveryJson({ is_expired, failures, rests_until, sent_at, failed_at, problem }: Channel): object {
  const state = is_expired ? "expired" : failures > 0 ? "failing" : "active";
  return {
    state,
    failures,
    next_try_time: state === "failing" ? rests_until : null,
    last_sent_time: sent_at,
    last_failed_time: failed_at,
    problem,
  };
}

function selectionJson(selection: Selection, fields: FieldMap): object {
  if ("field" in selection)
    return { field: { api_name: selection.field, id: fields.get(selection.field)?.id ?? null } };
  return {
    group_operator: selection.operator,
    group: selection.group.map((one) => selectionJson(one, fields)),
  };
}
