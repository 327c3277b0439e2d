import { accept, refuse, type Result } from "#kernel/result.ts";
import { type DataType, defaultLengths, type FieldMap, type ModuleName } from "./field.ts";
import type { StoredField } from "./field-map.ts";
import { findModule, modules } from "./module.ts";

/** Types that a user may add. */
const creatable: ReadonlySet<DataType> = new Set([
  "text",
  "textarea",
  "email",
  "phone",
  "website",
  "picklist",
  "multiselectpicklist",
  "date",
  "datetime",
  "integer",
  "bigint",
  "double",
  "percent",
  "currency",
  "boolean",
  "lookup",
  "userlookup",
  "autonumber",
]);

/** Types whose values may be unique. */
const mayBeUnique: ReadonlySet<DataType> = new Set([
  "text",
  "email",
  "phone",
  "integer",
  "bigint",
  "website",
]);

/** Most custom fields of a module. */
const maxCustomFields = 500;

/** Longest label, in characters. */
export const maxLabel = 80;

export type FieldProblem = {
  code: "MANDATORY_NOT_FOUND" | "INVALID_DATA" | "DUPLICATE_DATA" | "LIMIT_EXCEEDED";
  api_name: string;
  reason: string;
};

export type NewField = Omit<StoredField, "id">;

type Input = Record<string, unknown>;

/** A custom field as a user describes it (`{field_label, data_type, length, pick_list_values, lookup, unique, external …}`), checked. */
export function readNewField(
  input: Input,
  module: ModuleName,
  known: FieldMap,
): Result<NewField, FieldProblem> {
  const label = typeof input["field_label"] === "string" ? input["field_label"].trim() : "";
  if (label === "") return problem("MANDATORY_NOT_FOUND", "field_label", "is missing");
  if (label.length > maxLabel)
    return problem("INVALID_DATA", "field_label", `is longer than ${maxLabel} characters`);
  const data_type = [...creatable].find((type) => type === input["data_type"]);
  if (!data_type)
    return problem(
      input["data_type"] === undefined ? "MANDATORY_NOT_FOUND" : "INVALID_DATA",
      "data_type",
      `is none of ${[...creatable].join(", ")}`,
    );
  const api_name = apiNameOf(typeof input["api_name"] === "string" ? input["api_name"] : label);
  if (api_name === undefined)
    return problem(
      "INVALID_DATA",
      "field_label",
      "has no letter from A to Z to make an API name of; give an api_name",
    );
  if (known.has(api_name))
    return problem(
      "DUPLICATE_DATA",
      "field_label",
      `makes the API name ${api_name}, which another field has`,
    );
  if ([...known.values()].filter((field) => field.custom).length >= maxCustomFields)
    return problem("LIMIT_EXCEEDED", "fields", `are ${maxCustomFields} already`);
  const settings = readSettings(input, data_type, module, api_name);
  if (!settings.ok) return settings;
  const isExternal =
    input["external"] !== undefined && input["external"] !== null && input["external"] !== false;
  const is_unique =
    isExternal ||
    (input["unique"] !== undefined &&
      input["unique"] !== null &&
      input["unique"] !== false &&
      !isEmptyObject(input["unique"]));
  if (is_unique && !mayBeUnique.has(data_type))
    return problem("INVALID_DATA", "unique", `does not fit the type ${data_type}`);
  return accept({
    module,
    api_name,
    label,
    data_type,
    is_unique,
    settings: isExternal ? { ...settings.value, external: true } : settings.value,
  });
}

function isEmptyObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

function problem(
  code: FieldProblem["code"],
  api_name: string,
  reason: string,
): { ok: false; refusal: FieldProblem } {
  return refuse({ code, api_name, reason });
}

/** `Sync to billing` becomes `Sync_to_billing`. */
function apiNameOf(label: string): string | undefined {
  const name = label
    .normalize("NFKD")
    .replaceAll(/[^A-Za-z0-9]+/g, "_")
    .replaceAll(/^[_0-9]+|_+$/g, "")
    .slice(0, 50);
  return name === "" ? undefined : name;
}

function readSettings(
  input: Input,
  type: DataType,
  module: ModuleName,
  apiName: string,
): Result<NewField["settings"], FieldProblem> {
  const length = input["length"];
  if (length !== undefined && length !== null) {
    const most = type === "text" ? 255 : defaultLengths[type];
    if (typeof length !== "number" || !Number.isSafeInteger(length) || length < 1 || length > most)
      return problem("INVALID_DATA", "length", `is no number from 1 to ${most}`);
  }
  const common = typeof length === "number" ? { length } : {};
  switch (type) {
    case "picklist":
    case "multiselectpicklist":
      return withOptions(input["pick_list_values"], common);
    case "lookup":
      return withLookup(input["lookup"], module, apiName, common);
    case "autonumber":
      return withNumbering(input["auto_number"], common);
    case "double":
    case "currency":
    case "percent":
      return withDecimals(input["decimal_place"], common);
    default:
      return accept(common);
  }
}

function withOptions(
  json: unknown,
  common: NewField["settings"],
): Result<NewField["settings"], FieldProblem> {
  const options = readOptions(json);
  return options.ok ? accept({ ...common, options: options.value }) : options;
}

/** The values of a pick list: texts, or objects with actual_value or display_value. Each once, in their order. */
export function readOptions(json: unknown): Result<string[], FieldProblem> {
  if (!Array.isArray(json) || json.length === 0)
    return problem("MANDATORY_NOT_FOUND", "pick_list_values", "is missing or empty");
  const options = json.map((one: unknown) => {
    const { actual_value, display_value } = (typeof one === "object" && one !== null ? one : {}) as {
      actual_value?: unknown;
      display_value?: unknown;
    };
    const value = typeof one === "string" ? one : (actual_value ?? display_value);
    return typeof value === "string" ? value.trim() : "";
  });
  if (options.some((option) => option === "" || option.length > 120))
    return problem(
      "INVALID_DATA",
      "pick_list_values",
      "have a value that is empty or longer than 120 characters",
    );
  return accept([...new Set(options)]);
}

function withLookup(
  json: unknown,
  module: ModuleName,
  apiName: string,
  common: NewField["settings"],
): Result<NewField["settings"], FieldProblem> {
  const target = typeof json === "object" && json !== null && "module" in json ? json.module : undefined;
  const name: unknown =
    typeof target === "object" && target !== null && "api_name" in target ? target.api_name : target;
  const found = typeof name === "string" ? findModule(name) : undefined;
  if (!found)
    return problem(
      "INVALID_DATA",
      "lookup",
      `names no module; there are ${modules.map((one) => one.api_name).join(", ")}`,
    );
  return accept({ ...common, lookup: { module: found.api_name, list: `${module}_${apiName}`.slice(0, 60) } });
}

function withNumbering(
  json: unknown,
  common: NewField["settings"],
): Result<NewField["settings"], FieldProblem> {
  const {
    prefix = "",
    suffix = "",
    start_number = 1,
  } = (typeof json === "object" && json !== null ? json : {}) as {
    prefix?: unknown;
    suffix?: unknown;
    start_number?: unknown;
  };
  const start = Number(start_number);
  if (!Number.isSafeInteger(start) || start < 0)
    return problem("INVALID_DATA", "auto_number", "starts with no whole number");
  const text = (given: unknown): string => (typeof given === "string" ? given.slice(0, 50) : "");
  return accept({ ...common, autoNumber: { prefix: text(prefix), suffix: text(suffix), start } });
}

function withDecimals(
  json: unknown,
  common: NewField["settings"],
): Result<NewField["settings"], FieldProblem> {
  if (json === undefined || json === null) return accept(common);
  if (typeof json !== "number" || !Number.isSafeInteger(json) || json < 0 || json > 9)
    return problem("INVALID_DATA", "decimal_place", "is no number from 0 to 9");
  return accept({ ...common, decimals: json });
}
