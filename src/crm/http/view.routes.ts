import { criteriaContext, viewerOf } from "#crm/record/filter.store.ts";
import { listRoles } from "#crm/user/role.store.ts";
import { userNames } from "#crm/user/user.store.ts";
import { readViewContent, type ViewProblem } from "#crm/view/view-content.ts";
import { viewDetailJson, viewJson, viewsInfo } from "#crm/view/view-json.ts";
import { deleteView, findView, insertView, listViews, updateView } from "#crm/view/view.store.ts";
import { categoryOf, mayChange, type View } from "#crm/view/view.ts";
import { isRecordId } from "#crm/field/record-id.ts";
import { itemsAnswer, nothing, ok, success, type V8Answer } from "./answer.ts";
import { isObject, readObject } from "./body.ts";
import { CrmRefusal, refusals } from "./refusal.ts";
import { moduleOfQuery } from "./settings.routes.ts";
import type { V8Call, V8Route } from "./v8.routes.ts";

const path = "/crm/v8/settings/custom_views";

async function list(call: V8Call): Promise<V8Answer> {
  const module = moduleOfQuery(call).api_name;
  const viewer = viewerOf(call.caller);
  const views = (await listViews(call.tx, module)).filter((view) => categoryOf(view, viewer) !== undefined);
  const names = await userNames(call.tx);
  return ok({
    custom_views: views.map((view) => viewJson(view, viewer, names)),
    info: viewsInfo(module, views.length),
  });
}

async function detail(call: V8Call): Promise<V8Answer> {
  const module = moduleOfQuery(call).api_name;
  const viewer = viewerOf(call.caller);
  const view = await viewOfPath(call);
  if (!view || categoryOf(view, viewer) === undefined) return nothing;
  return ok({
    custom_views: [viewDetailJson(view, viewer, await userNames(call.tx), call.caller.fields[module])],
  });
}

async function create(call: V8Call): Promise<V8Answer> {
  const module = moduleOfQuery(call).api_name;
  const usual: View["fields"] = [...call.caller.fields[module].values()]
    .filter((field) => field.mandatory)
    .map((field) => field.api_name);
  const before = {
    name: "",
    criteria: null,
    fields: usual,
    sort: null,
    access: "only_to_me" as const,
    sharedTo: [],
  };
  const content = readViewContent(
    inputOf(call),
    module,
    before,
    criteriaContext({ caller: call.caller, module }),
  );
  if (!content.ok) throw refusalOf(content.refusal);
  await refuseStrangers(call, content.value.sharedTo);
  const { organization_id: organizationId } = call.caller.organization;
  const id = await insertView(
    call.tx,
    { organizationId, module, userId: call.caller.user.id },
    content.value,
  );
  return done(201, id, "custom view created successfully");
}

async function change(call: V8Call): Promise<V8Answer> {
  const module = moduleOfQuery(call).api_name;
  const view = await changeable(call);
  const content = readViewContent(
    inputOf(call),
    module,
    view,
    criteriaContext({ caller: call.caller, module }),
  );
  if (!content.ok) throw refusalOf(content.refusal);
  if (inputOf(call)["shared_to"] !== undefined) await refuseStrangers(call, content.value.sharedTo);
  await updateView(call.tx, view.id, call.caller.user.id, content.value);
  return done(200, view.id, "custom view updated successfully");
}

async function remove(call: V8Call): Promise<V8Answer> {
  const view = await changeable(call);
  await deleteView(call.tx, view.id);
  return done(200, view.id, "custom view deleted successfully");
}

async function viewOfPath(call: V8Call): Promise<View | undefined> {
  const id = call.params["id"] ?? "";
  return isRecordId(id) ? findView(call.tx, moduleOfQuery(call).api_name, id) : undefined;
}

async function changeable(call: V8Call): Promise<View> {
  const view = await viewOfPath(call);
  if (!view || categoryOf(view, viewerOf(call.caller)) === undefined)
    throw new CrmRefusal(400, "INVALID_DATA", "the id given seems to be invalid", { resource_path_index: 2 });
  if (!mayChange(view, viewerOf(call.caller))) throw refusals.permission("Crm_Implied_Manage_Custom_Views");
  return view;
}

/** Throws where a view would be shared with a user or a role that there is none of. */
async function refuseStrangers({ tx }: V8Call, sharedTo: View["sharedTo"]): Promise<void> {
  const users = await userNames(tx);
  const roles = new Set((await listRoles(tx)).map(({ id }) => id));
  const at = sharedTo.findIndex(({ type, id }) => !(type === "users" ? users.has(id) : roles.has(id)));
  if (at < 0) return;
  throw refusalOf({ code: "INVALID_DATA", path: `shared_to[${at}]`, reason: "names no user or role" });
}

function inputOf({ body }: V8Call): Record<string, unknown> {
  const { custom_views } = readObject(body);
  const one: unknown = Array.isArray(custom_views) ? custom_views[0] : undefined;
  if (isObject(one)) return one;
  throw new CrmRefusal(400, "MANDATORY_NOT_FOUND", "required field not found", { api_name: "custom_views" });
}

function refusalOf({ code, path: at, reason, ...details }: ViewProblem): CrmRefusal {
  const message =
    code === "MANDATORY_NOT_FOUND" ? "required field not found" : `invalid data: ${at} ${reason}`;
  return new CrmRefusal(400, code, message, {
    api_name: at,
    json_path: `$.custom_views[0].${at}`,
    ...details,
  });
}

function done(status: number, id: string, message: string): V8Answer {
  return itemsAnswer("custom_views", [success(id, message)], status);
}

export const viewRoutes: readonly V8Route[] = [
  { method: "GET", path, scope: () => "settings.custom_views.READ", handle: list },
  { method: "GET", path: `${path}/:id`, scope: () => "settings.custom_views.READ", handle: detail },
  { method: "POST", path, scope: () => "settings.custom_views.CREATE", handle: create },
  { method: "PUT", path: `${path}/:id`, scope: () => "settings.custom_views.UPDATE", handle: change },
  { method: "DELETE", path: `${path}/:id`, scope: () => "settings.custom_views.DELETE", handle: remove },
];
