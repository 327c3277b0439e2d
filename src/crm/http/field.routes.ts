import { changeField, createField, deleteField } from "#crm/field/field.commands.ts";
import type { Field, ModuleName } from "#crm/field/field.ts";
import { customField } from "#crm/field/field-map.ts";
import { type FieldProblem, readNewField } from "#crm/field/new-field.ts";
import { readObject } from "./body.ts";
import { CrmRefusal } from "./refusal.ts";
import { moduleOfQuery } from "./settings.routes.ts";
import type { V8Answer, V8Call, V8Route } from "./v8.routes.ts";

/** Most fields in one request. */
const maxFields = 5;

function inputsOf({ body }: V8Call): Record<string, unknown>[] {
  const { fields } = readObject(body);
  if (!Array.isArray(fields) || fields.length === 0)
    throw new CrmRefusal(400, "MANDATORY_NOT_FOUND", "required field not found", { api_name: "fields" });
  if (fields.length > maxFields)
    throw new CrmRefusal(400, "LIMIT_EXCEEDED", "limit exceeded", { limit: maxFields, api_name: "fields" });
  return fields.map((one: unknown) =>
    typeof one === "object" && one !== null ? (one as Record<string, unknown>) : {},
  );
}

const success = (id: string, message: string): Record<string, unknown> => ({
  code: "SUCCESS",
  details: { id },
  message,
  status: "success",
});

function refused({ code, api_name, reason }: FieldProblem, at: number): Record<string, unknown> {
  return {
    code,
    details: { api_name, json_path: `$.fields[${at}].${api_name}` },
    message: `${api_name} ${reason}`,
    status: "error",
  };
}

async function create(call: V8Call): Promise<V8Answer> {
  const module = moduleOfQuery(call).api_name;
  const known = new Map(call.caller.fields[module]);
  const made = { organizationId: call.caller.organization.organization_id, userId: call.caller.user.id };
  const items: Record<string, unknown>[] = [];
  for (const [at, input] of inputsOf(call).entries()) {
    const field = readNewField(input, module, known);
    if (!field.ok) {
      items.push(refused(field.refusal, at));
      continue;
    }
    const id = await createField(call.tx, made, field.value);
    if (id === undefined)
      items.push(refused({ code: "DUPLICATE_DATA", api_name: "field_label", reason: "is taken" }, at));
    else {
      known.set(field.value.api_name, customField({ ...field.value, id }));
      items.push(success(id, "field created"));
    }
  }
  return answerOf(items, 201);
}

async function change(call: V8Call): Promise<V8Answer> {
  const { module, field } = customFieldOf(call);
  const [input = {}] = inputsOf(call);
  const label =
    typeof input["field_label"] === "string" && input["field_label"].trim() !== ""
      ? input["field_label"].trim().slice(0, 80)
      : undefined;
  await changeField(call.tx, module, field, {
    label,
    options: furtherOptions(field, input["pick_list_values"]),
    mandatory: undefined,
  });
  return answerOf([success(field.id, "field updated")], 200);
}

/** Options are added, never taken away: records may hold them. */
function furtherOptions(field: Field, json: unknown): readonly string[] | undefined {
  if (!Array.isArray(json) || !field.options) return undefined;
  const named = json.map((one: unknown) =>
    typeof one === "object" && one !== null && "actual_value" in one ? one.actual_value : one,
  );
  return [
    ...new Set([
      ...field.options,
      ...named.filter((one) => typeof one === "string" && one.trim() !== "" && one.length <= 120).map(String),
    ]),
  ];
}

async function remove(call: V8Call): Promise<V8Answer> {
  const { module, field } = customFieldOf(call);
  await deleteField(call.tx, module, field);
  return answerOf([success(field.id, "field deleted")], 200);
}

function customFieldOf(call: V8Call): { module: ModuleName; field: Field } {
  const module = moduleOfQuery(call).api_name;
  const field = [...call.caller.fields[module].values()].find(({ id }) => id === call.params["id"]);
  if (!field)
    throw new CrmRefusal(400, "INVALID_DATA", "the id given seems to be invalid", { resource_path_index: 2 });
  if (!field.custom)
    throw new CrmRefusal(400, "NOT_ALLOWED", "a standard field cannot be changed or deleted", {
      api_name: field.api_name,
    });
  return { module, field };
}

function answerOf(items: readonly Record<string, unknown>[], allWell: number): V8Answer {
  const good = items.filter((item) => item["status"] === "success").length;
  return { status: good === items.length ? allWell : good > 0 ? 207 : 400, json: { fields: items } };
}

const path = "/crm/v8/settings/fields";

export const fieldRoutes: readonly V8Route[] = [
  { method: "POST", path, scope: () => "settings.fields.CREATE", right: "setup", handle: create },
  {
    method: "PATCH",
    path: `${path}/:id`,
    scope: () => "settings.fields.UPDATE",
    right: "setup",
    handle: change,
  },
  {
    method: "DELETE",
    path: `${path}/:id`,
    scope: () => "settings.fields.DELETE",
    right: "setup",
    handle: remove,
  },
];
