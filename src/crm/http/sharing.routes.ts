import { findModule, moduleOf, modules } from "#crm/field/module.ts";
import type { ModuleName } from "#crm/field/field.ts";
import { shareModules, type ShareType } from "#crm/organization/sharing.commands.ts";
import { type Item, itemsAnswer, ok, type V8Answer } from "./answer.ts";
import { isObject } from "./body.ts";
import { invalid, itemsOf } from "./setup-input.ts";
import type { V8Call, V8Route } from "./v8.routes.ts";

async function list({ caller }: V8Call): Promise<V8Answer> {
  const { private_modules } = caller.organization;
  return Promise.resolve(
    ok({
      data_sharing: modules.map(({ api_name, id }) => ({
        module: { api_name, id },
        share_type: private_modules.includes(api_name) ? "private" : "public",
        public_in_portals: false,
        rule_computation_running: false,
      })),
    }),
  );
}

/** Makes modules private or public: all that are named, or none where one of the items is wrong. */
async function change(call: V8Call): Promise<V8Answer> {
  const items = itemsOf(call.body, "data_sharing", modules.length).map(readItem);
  const wanted = new Map(items.flatMap((one) => ("module" in one ? [[one.module, one.type] as const] : [])));
  if (wanted.size === items.length) await shareModules(call, wanted);
  const outcomes = items.map((one): Item => {
    if (!("module" in one)) return one;
    const message = "data sharing settings updated successfully";
    return {
      code: "SUCCESS",
      details: { module: moduleOf(one.module).api_name },
      message,
      status: "success",
    };
  });
  return itemsAnswer(
    "data_sharing",
    wanted.size === items.length ? outcomes : outcomes.filter(isRefused),
    200,
  );
}

function isRefused({ status }: Item): boolean {
  return status === "error";
}

function readItem(
  input: Record<string, unknown>,
  at: number,
): { module: ModuleName; type: ShareType } | Item {
  const { module: named, share_type: type } = input;
  const name: unknown = isObject(named) ? (named["api_name"] ?? named["id"]) : named;
  const module = typeof name === "string" ? findModule(name)?.api_name : undefined;
  if (!module) return invalid(placeOf("module", at), "module names none");
  if (type === "private" || type === "public") return { module, type };
  return invalid(
    { ...placeOf("share_type", at), regex: "private|public" },
    "share_type is private or public",
  );
}

function placeOf(api_name: string, at: number): { api_name: string; json_path: string } {
  return { api_name, json_path: `$.data_sharing[${at}].${api_name}` };
}

const path = "/crm/v8/settings/data_sharing";

export const sharingRoutes: readonly V8Route[] = [
  { method: "GET", path, scope: () => "settings.data_sharing.READ", handle: list },
  { method: "PUT", path, scope: () => "settings.data_sharing.UPDATE", right: "setup", handle: change },
];
