import { type Instant, instantFromMs, isInstant, msOf, plusMs } from "#kernel/time.ts";
import { accept, refuse, type Result } from "#kernel/result.ts";
import { isStorable } from "#kernel/text.ts";
import type { FieldMap, ModuleName } from "#crm/field/field.ts";
import { findModule } from "#crm/field/module.ts";
import { isAllowedNotifyUrl, type NotifyHosts } from "./notify-url.ts";
import { type Condition, eventNames, type Selection, type WatchEvent } from "./watch.ts";

/** Longest text that a receiver may ask to get back. */
const maxToken = 50;
const maxUrl = 500;
const maxFields = 10;
const hourMs = 3600_000;
const weekMs = 7 * 24 * hourMs;

/** What a request says of a channel; undefined is what it does not say. */
export type WatchInput = {
  channelId: string;
  events: WatchEvent[] | undefined;
  notifyUrl: string | undefined;
  token: string | null | undefined;
  expiresAt: Instant | undefined;
  conditions: Condition[] | null | undefined;
  onRelated: boolean | undefined;
};

export type WatchProblem = {
  code: "MANDATORY_NOT_FOUND" | "INVALID_DATA";
  message: string;
  details: Record<string, unknown>;
};

export type WatchContext = {
  fields: Record<ModuleName, FieldMap>;
  hosts: NotifyHosts;
  now: Instant;
};

type Read<Value> = Result<Value, WatchProblem>;

/** One item of watch[], checked. `at` is its place. */
export function readWatch(
  input: Record<string, unknown>,
  at: number,
  context: WatchContext,
): Read<WatchInput> {
  const path = `$.watch[${at}]`;
  const channelId = readChannelId(input["channel_id"], at);
  if (!channelId.ok) return channelId;
  const events = readEvents(input["events"], path);
  if (!events.ok) return events;
  const notifyUrl = readUrl(input["notify_url"], path, context.hosts);
  if (!notifyUrl.ok) return notifyUrl;
  const token = readToken(input["token"], path);
  if (!token.ok) return token;
  const expiresAt = readExpiry(input["channel_expiry"], path, context.now);
  if (!expiresAt.ok) return expiresAt;
  const conditions = readConditions(input["notification_condition"], path, context.fields);
  if (!conditions.ok) return conditions;
  const related = input["notify_on_related_action"];
  if (related !== undefined && related !== null && typeof related !== "boolean")
    return invalid(path, "notify_on_related_action", { expected_data_type: "boolean" });
  return accept({
    channelId: channelId.value,
    events: events.value,
    notifyUrl: notifyUrl.value,
    token: token.value,
    expiresAt: expiresAt.value,
    conditions: conditions.value,
    onRelated: related ?? undefined,
  });
}

/** When a channel ends that does not say so, or asks for more than a week: in an hour. Source: Zoho CRM v8. */
export function usualExpiry(now: Instant): Instant {
  return plusMs(now, hourMs);
}

/** The refusal of an item that lacks what it needs. */
export function missing(at: number, api_name: string): WatchProblem {
  const details = { api_name, json_path: `$.watch[${at}].${api_name}` };
  return { code: "MANDATORY_NOT_FOUND", message: "required field not found", details };
}

function readChannelId(given: unknown, at: number): Read<string> {
  if (given === undefined || given === null) return refuse(missing(at, "channel_id"));
  const text = Number.isSafeInteger(given) ? JSON.stringify(given) : given;
  return typeof text === "string" && /^\d{1,19}$/.test(text)
    ? accept(text)
    : invalid(`$.watch[${at}]`, "channel_id", { expected_data_type: "bigint" });
}

function readEvents(given: unknown, path: string): Read<WatchEvent[] | undefined> {
  if (given === undefined || given === null) return accept(undefined);
  if (!Array.isArray(given) || given.length === 0)
    return invalid(path, "events", { expected_data_type: "jsonarray" });
  const events = given.map((one: unknown) => (typeof one === "string" ? eventsNamed(one) : undefined));
  return events.every((one) => one !== undefined)
    ? accept([...new Set(events.flat())])
    : invalid(path, "events", {});
}

/** `Accounts.all` is all three. */
function eventsNamed(text: string): WatchEvent[] | undefined {
  const [name = "", event, rest] = text.split(".");
  const module = findModule(name)?.api_name;
  const named = event === "all" ? eventNames : eventNames.filter((one) => one === event);
  if (module === undefined || rest !== undefined || named.length === 0) return undefined;
  return named.map((one): WatchEvent => `${module}.${one}`);
}

function readUrl(given: unknown, path: string, hosts: NotifyHosts): Read<string | undefined> {
  if (given === undefined || given === null) return accept(undefined);
  if (typeof given !== "string" || !isStorable(given))
    return invalid(path, "notify_url", { expected_data_type: "text" });
  if (given.length > maxUrl) return invalid(path, "notify_url", { maximum_length: maxUrl });
  if (isAllowedNotifyUrl(given, hosts)) return accept(given);
  const message =
    "the address is neither this server nor one that its operator allows; name it in CONCORD_NOTIFY_URLS";
  return invalid(path, "notify_url", {}, message);
}

function readToken(given: unknown, path: string): Read<string | null | undefined> {
  if (given === undefined || given === null) return accept(given);
  if (typeof given !== "string" || !isStorable(given))
    return invalid(path, "token", { expected_data_type: "text" });
  return given.length > maxToken ? invalid(path, "token", { maximum_length: maxToken }) : accept(given);
}

function readExpiry(given: unknown, path: string, now: Instant): Read<Instant | undefined> {
  if (given === undefined || given === null) return accept(undefined);
  if (typeof given !== "string" || !isInstant(given))
    return invalid(path, "channel_expiry", { expected_data_type: "datetime" });
  const leftMs = msOf(given) - msOf(now);
  if (leftMs <= 0) return invalid(path, "channel_expiry", {}, "the time is over already");
  return accept(leftMs > weekMs ? usualExpiry(now) : instantFromMs(msOf(given)));
}

function readConditions(
  given: unknown,
  path: string,
  fields: WatchContext["fields"],
): Read<Condition[] | null | undefined> {
  if (given === undefined || given === null) return accept(given);
  const name = "notification_condition";
  if (!Array.isArray(given)) return invalid(path, name, { expected_data_type: "jsonarray" });
  const conditions: Condition[] = [];
  for (const one of given) {
    const { type, module, field_selection } = asObject(one);
    const named = asObject(module)["api_name"] ?? asObject(module)["id"];
    const found = typeof named === "string" ? findModule(named)?.api_name : undefined;
    if (found === undefined) return invalid(path, `${name}.module`, {});
    if (type !== "field_selection")
      return invalid(path, `${name}.type`, { supported_values: ["field_selection"] });
    const selection = readSelection(field_selection, fields[found]);
    if (selection === undefined) return invalid(path, `${name}.field_selection`, {});
    if (countFields(selection) > maxFields)
      return invalid(path, `${name}.field_selection`, { maximum_length: maxFields });
    conditions.push({ module: found, selection });
  }
  return accept(conditions.length === 0 ? null : conditions);
}

function readSelection(given: unknown, fields: FieldMap, depth = 0): Selection | undefined {
  const { field, group_operator, group } = asObject(given);
  if (Array.isArray(group) && group.length > 0 && group.length <= maxFields && depth < 5) {
    const operator = (["and", "or"] as const).find((one) => one === String(group_operator).toLowerCase());
    const members = group.map((one: unknown) => readSelection(one, fields, depth + 1));
    return operator !== undefined && members.every((one) => one !== undefined)
      ? { operator, group: members }
      : undefined;
  }
  const { api_name, id } = asObject(field);
  const found = [...fields.values()].find((one) => one.api_name === api_name || one.id === id);
  return found && { field: found.api_name };
}

function countFields(selection: Selection): number {
  return "field" in selection ? 1 : selection.group.reduce((sum, one) => sum + countFields(one), 0);
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function invalid(
  path: string,
  name: string,
  more: Record<string, unknown>,
  message = "invalid data",
): { ok: false; refusal: WatchProblem } {
  const api_name = name.split(".").at(-1);
  return refuse({
    code: "INVALID_DATA",
    message,
    details: { ...more, api_name, json_path: `${path}.${name}` },
  });
}
