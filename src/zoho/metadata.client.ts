import { z } from "zod";
import type { CrmRequest } from "./answer.ts";
import type { Failure, Outcome } from "./failure.ts";
import {
  Count,
  CrmUser,
  Currency,
  Field,
  Module,
  Org,
  RelatedList,
  Sharing,
  View,
  ViewSummary,
} from "./metadata.ts";
import { malformed, type Read, readAnswer, readBody } from "./read.ts";
import type { Session } from "./session.client.ts";

/** Users by kind, as Zoho names the kinds. */
export type UserType =
  | "CurrentUser"
  | "ActiveUsers"
  | "AllUsers"
  | "AdminUsers"
  | "ActiveConfirmedUsers"
  | "DeactiveUsers"
  | "DeletedUsers";

/** More pages than any organization has views or users (200 on a page); ends a list that never ends. */
const mostPages = 100;

const Paged = z.looseObject({ info: z.object({ more_records: z.boolean().default(false) }).optional() });

/** What the CRM says about itself: organization, users, modules, fields, views. Each call costs one credit a page. */
export function createMetadataReads(session: Session) {
  const settings = "/crm/v8/settings";
  return {
    org: () => one(session, { path: "/crm/v8/org" }, "org", Org),
    /** Currencies of the organization; empty where it uses one only, whose code is then `org().iso_code`. */
    currencies: () =>
      readOrNone(session, { path: "/crm/v8/org/currencies" }, ["currencies", Currency], ["refused"]),
    /** The user whose credentials these are. */
    currentUser: () => one(session, usersRequest("CurrentUser"), "users", CrmUser),
    users: (type: UserType) => list(session, usersRequest(type), "users", CrmUser),
    modules: () => list(session, { path: `${settings}/modules` }, "modules", Module),
    /** How modules are shared; empty where the CRM does not let the user ask. */
    sharing: () =>
      readOrNone(
        session,
        { path: `${settings}/data_sharing` },
        ["data_sharing", Sharing],
        ["refused", "no_permission"],
      ),
    fields: (module: string) =>
      list(session, { path: `${settings}/fields`, query: { module }, module }, "fields", Field),
    views: (module: string) =>
      list(
        session,
        { path: `${settings}/custom_views`, query: { module }, module },
        "custom_views",
        ViewSummary,
      ),
    /** One view with its criteria; undefined where there is none of this id. */
    view: (module: string, id: string) => readView(session, module, id),
    relatedLists: (module: string) =>
      list(
        session,
        { path: `${settings}/related_lists`, query: { module }, module },
        "related_lists",
        RelatedList,
      ),
    /** Number of records of a module, or of one of its views. */
    count: (module: string, within: { cvid?: string | undefined } = {}) =>
      readCount(session, module, within.cvid),
  };
}

function usersRequest(type: UserType): Asked {
  return { path: "/crm/v8/users", query: { type }, module: "Users" };
}

/** A list that is empty where the CRM refuses in one of these ways: the feature is off, not in the edition, not the user's. */
async function readOrNone<Item>(
  session: Session,
  request: Asked,
  [key, item]: readonly [string, z.ZodType<Item>],
  empty: readonly Failure["kind"][],
): Promise<Outcome<Item[]>> {
  const outcome = await list(session, request, key, item);
  if (outcome.ok || !empty.includes(outcome.failure.kind)) return outcome;
  return { ok: true, value: [], serverTime: undefined, credits: outcome.credits };
}

async function readView(session: Session, module: string, id: string): Promise<Outcome<View | undefined>> {
  const path = `/crm/v8/settings/custom_views/${encodeURIComponent(id)}`;
  const outcome = await list(session, { path, query: { module }, module, view: id }, "custom_views", View);
  if (!outcome.ok) return outcome;
  const [view] = outcome.value;
  if (view === undefined || view.id === id) return { ...outcome, value: view };
  const failure = malformed(["custom_views", 0, "id"], "another view than asked for");
  return { ok: false, failure, credits: outcome.credits };
}

async function readCount(
  session: Session,
  module: string,
  cvid: string | undefined,
): Promise<Outcome<number>> {
  const path = `/crm/v8/${encodeURIComponent(module)}/actions/count`;
  const about = { module, ...(cvid === undefined ? {} : { view: cvid }) };
  const answer = await session.call({ method: "GET", path, query: { cvid }, credits: 1, ...about });
  return readAnswer(answer, ({ body }) => {
    const read = readBody(Count, body);
    return read.ok ? { ok: true, value: read.value.count } : read;
  });
}

type Asked = Omit<CrmRequest, "method" | "credits">;

/** A list under its key, all pages of it. 204 is an empty list; anything but a list under the key is malformed. */
async function list<Item>(
  session: Session,
  request: Asked,
  key: string,
  item: z.ZodType<Item>,
): Promise<Outcome<Item[]>> {
  const items: Item[] = [];
  let credits = 0;
  for (let page = 1; page <= mostPages; page += 1) {
    const paged =
      page === 1 ? request : { ...request, query: { ...request.query, page: String(page), per_page: "200" } };
    const answer = await session.call({ ...paged, method: "GET", credits: 1 });
    const outcome = readAnswer(answer, ({ body }) => listUnder(key, item, body));
    credits += outcome.credits;
    if (!outcome.ok) return { ...outcome, credits };
    items.push(...outcome.value.rows);
    if (!outcome.value.more) return { ...outcome, value: items, credits };
  }
  return { ok: false, failure: malformed([key], "a list without an end"), credits };
}

function listUnder<Item>(
  key: string,
  item: z.ZodType<Item>,
  body: unknown,
): Read<{ rows: Item[]; more: boolean }> {
  if (body === undefined) return { ok: true, value: { rows: [], more: false } };
  const around = readBody(Paged, body);
  if (!around.ok) return around;
  const rows = readBody(z.array(item), around.value[key], [key]);
  return rows.ok
    ? { ok: true, value: { rows: rows.value, more: around.value.info?.more_records ?? false } }
    : rows;
}

async function one<Item>(
  session: Session,
  request: Asked,
  key: string,
  item: z.ZodType<Item>,
): Promise<Outcome<Item>> {
  const outcome = await list(session, request, key, item);
  if (!outcome.ok) return outcome;
  const [first] = outcome.value;
  if (first === undefined)
    return { ok: false, failure: malformed([key], "an empty list"), credits: outcome.credits };
  return { ...outcome, value: first };
}
