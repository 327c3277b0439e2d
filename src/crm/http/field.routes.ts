import { changeField, createField, deleteField } from "#crm/field/field.commands.ts";
import { readFieldChange } from "#crm/field/field-change.ts";
import type { Field, ModuleName } from "#crm/field/field.ts";
import { customField } from "#crm/field/field-map.ts";
import { readFieldRights } from "#crm/field/field-rights.ts";
import { setFieldRights } from "#crm/field/field-rights.commands.ts";
import { type FieldProblem, readNewField } from "#crm/field/new-field.ts";
import { type Item, itemsAnswer, refused, success, type V8Answer } from "./answer.ts";
import { isObject, readObject } from "./body.ts";
import { CrmRefusal } from "./refusal.ts";
import { moduleOfQuery } from "./settings.routes.ts";
import type { V8Call, V8Route } from "./v8.routes.ts";

/** Most fields in one request. */
const maxFields = 5;

function inputsOf({ body }: V8Call): Record<string, unknown>[] {
  const { fields } = readObject(body);
  if (!Array.isArray(fields) || fields.length === 0)
    throw new CrmRefusal(400, "MANDATORY_NOT_FOUND", "required field not found", { api_name: "fields" });
  if (fields.length > maxFields)
    throw new CrmRefusal(400, "LIMIT_EXCEEDED", "limit exceeded", { limit: maxFields, api_name: "fields" });
  return fields.map((one: unknown) => (isObject(one) ? one : {}));
}

async function create(call: V8Call): Promise<V8Answer> {
  const module = moduleOfQuery(call).api_name;
  const known = new Map(call.caller.fields[module]);
  const items: Item[] = [];
  for (const [at, input] of inputsOf(call).entries()) {
    const field = readNewField(input, module, known);
    if (!field.ok) {
      items.push(refusedField(field.refusal, at));
      continue;
    }
    const id = await createField(call, field.value);
    if (id === undefined)
      items.push(refusedField({ code: "DUPLICATE_DATA", api_name: "field_label", reason: "is taken" }, at));
    else {
      known.set(field.value.api_name, customField({ ...field.value, id }));
      items.push(success(id, "field created"));
    }
  }
  return itemsAnswer("fields", items, 201);
}

async function change(call: V8Call): Promise<V8Answer> {
  const [input = {}] = inputsOf(call);
  const { module, field } = fieldOf(call, call.params["id"]);
  return itemsAnswer("fields", [await changeOne(call, { module, field, input, at: 0 })], 200);
}

/** The fields that the items name by id. */
async function changeSome(call: V8Call): Promise<V8Answer> {
  const items: Item[] = [];
  for (const [at, input] of inputsOf(call).entries()) {
    const found = fieldOf(call, input["id"]);
    items.push(await changeOne(call, { ...found, input, at }));
  }
  return itemsAnswer("fields", items, 200);
}

async function changeOne(
  call: V8Call,
  wanted: { module: ModuleName; field: Field; input: Record<string, unknown>; at: number },
): Promise<Item> {
  const { module, field, input, at } = wanted;
  if (input["profiles"] !== undefined) {
    const refusal = await changeRights(call, wanted);
    if (refusal) return refusal;
    if (Object.keys(input).every((key) => key === "profiles" || key === "id"))
      return success(field.id, "field updated");
  }
  refuseStandard(field);
  const read = readFieldChange(input, field);
  if (!read.ok) return refusedField(read.refusal, at);
  await changeField(call, module, field, read.value);
  return success(field.id, "field updated");
}

/** Sets what profiles may do with the field; the refusal where one of them is wrong. */
async function changeRights(
  call: V8Call,
  {
    module,
    field,
    input,
    at,
  }: { module: ModuleName; field: Field; input: Record<string, unknown>; at: number },
): Promise<Item | undefined> {
  const read = readFieldRights(input["profiles"], field);
  if (!read.ok) return refusedField(read.refusal, at);
  const wrong = await setFieldRights(call, { module, field }, read.value);
  if (!wrong) return undefined;
  const reasons = {
    unknown: "names no profile",
    predefined: "is predefined and sees every field; clone it and change the copy",
    setup: "does the set-up and sees every field",
  };
  return refusedField(
    { code: "INVALID_DATA", api_name: `profiles[${wrong.at}].id`, reason: reasons[wrong.why] },
    at,
  );
}

function refusedField({ code, api_name, reason }: FieldProblem, at: number): Item {
  return refused(code, `${api_name} ${reason}`, { api_name, json_path: `$.fields[${at}].${api_name}` });
}

async function remove(call: V8Call): Promise<V8Answer> {
  const { module, field } = customFieldOf(call, call.params["id"]);
  await deleteField(call, module, field);
  return itemsAnswer("fields", [success(field.id, "field deleted")], 200);
}

function customFieldOf(call: V8Call, id: unknown): { module: ModuleName; field: Field } {
  const found = fieldOf(call, id);
  refuseStandard(found.field);
  return found;
}

/** A standard field is the same for everybody, but for what profiles may do with it. */
function refuseStandard({ custom, api_name }: Field): void {
  if (!custom)
    throw new CrmRefusal(400, "NOT_ALLOWED", "a standard field cannot be changed or deleted", { api_name });
}

function fieldOf(call: V8Call, id: unknown): { module: ModuleName; field: Field } {
  const module = moduleOfQuery(call).api_name;
  const field = [...call.caller.fields[module].values()].find((one) => one.id === id);
  if (!field)
    throw new CrmRefusal(400, "INVALID_DATA", "the id given seems to be invalid", { resource_path_index: 2 });
  return { module, field };
}

const path = "/crm/v8/settings/fields";

export const fieldRoutes: readonly V8Route[] = [
  { method: "POST", path, scope: () => "settings.fields.CREATE", right: "setup", handle: create },
  { method: "PATCH", path, scope: () => "settings.fields.UPDATE", right: "setup", handle: changeSome },
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
