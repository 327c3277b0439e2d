import { accept, refuse, type Result } from "#kernel/result.ts";
import type { Field, FieldMap, ModuleName } from "#crm/field/field.ts";
import { type CriteriaProblem, readCriteria } from "#crm/criteria/criteria.ts";
import type { CriteriaContext } from "#crm/criteria/condition.ts";
import { criteriaSql } from "#crm/criteria/criteria-sql.ts";
import { sortFieldName } from "./view-json.ts";
import { sortFields, type SharedWith, type View } from "./view.ts";

export type ViewProblem = CriteriaProblem & { code: "MANDATORY_NOT_FOUND" | "INVALID_DATA" };

type Content = Pick<View, "name" | "criteria" | "fields" | "sort" | "access" | "sharedTo">;
type Input = Record<string, unknown>;
type Read<Value> = Result<Value, ViewProblem>;

/** What a user says about a view, checked; what they leave out stays as in `before`. */
export function readViewContent(
  input: Input,
  module: ModuleName,
  before: Content,
  context: CriteriaContext,
): Read<Content> {
  const name =
    input["name"] === undefined ? before.name : typeof input["name"] === "string" ? input["name"].trim() : "";
  if (name === "" || name.length > 100)
    return problem(
      "name",
      "is missing or longer than 100 characters",
      name === "" ? "MANDATORY_NOT_FOUND" : undefined,
    );
  const access = input["access_type"] ?? before.access;
  if (access !== "public" && access !== "shared" && access !== "only_to_me")
    return problem("access_type", "is none of public, shared, only_to_me");
  const criteria = readViewCriteria(input, before, context);
  if (!criteria.ok) return criteria;
  const fields = readColumns(input["fields"], before.fields, context.fields);
  if (!fields.ok) return fields;
  const sort = readSort(input, module, before.sort);
  if (!sort.ok) return sort;
  const sharedTo = readSharedTo(input["shared_to"], before.sharedTo);
  if (!sharedTo.ok) return sharedTo;
  if (access === "shared" && sharedTo.value.length === 0)
    return problem("shared_to", "names nobody; name users or roles, or keep the view to yourself");
  return accept({
    name,
    access,
    criteria: criteria.value,
    fields: fields.value,
    sort: sort.value,
    sharedTo: sharedTo.value,
  });
}

function problem(
  path: string,
  reason: string,
  code: ViewProblem["code"] = "INVALID_DATA",
): { ok: false; refusal: ViewProblem } {
  return refuse({ path, reason, code });
}

function readViewCriteria(input: Input, before: Content, context: CriteriaContext): Read<View["criteria"]> {
  if (input["criteria"] === undefined) return accept(before.criteria);
  if (input["criteria"] === null) return accept(null);
  const read = readCriteria(input["criteria"]);
  if (!read.ok) return refuse({ ...read.refusal, code: "INVALID_DATA" });
  const compiled = criteriaSql(read.value, context);
  return compiled.ok ? read : refuse({ ...compiled.refusal, code: "INVALID_DATA" });
}

function readColumns(json: unknown, before: readonly string[], known: FieldMap): Read<readonly string[]> {
  if (json === undefined) return accept(before);
  if (!Array.isArray(json) || json.length === 0 || json.length > 50)
    return problem("fields", "is no list of 1 to 50 fields");
  const fields = json.map((one: unknown): Field | undefined => known.get(apiName(one) ?? ""));
  const missing = fields.indexOf(undefined);
  if (missing >= 0) return problem(`fields[${missing}]`, "names no field of the module");
  return accept(fields.flatMap((field) => field?.api_name ?? []));
}

function readSort(
  { sort_by, sort_order }: Input,
  module: ModuleName,
  before: View["sort"],
): Read<View["sort"]> {
  if (sort_by === undefined) return accept(before);
  if (sort_by === null) return accept(null);
  const name = apiName(sort_by);
  const by = sortFields.find((field) => sortFieldName(module, field) === name);
  if (!by)
    return problem(
      "sort_by",
      `is none of ${sortFields.map((field) => sortFieldName(module, field)).join(", ")}`,
    );
  return accept({ by, order: sort_order === "desc" ? "desc" : "asc" });
}

function readSharedTo(json: unknown, before: readonly SharedWith[]): Read<readonly SharedWith[]> {
  if (json === undefined) return accept(before);
  if (json === null) return accept([]);
  if (!Array.isArray(json) || json.length > 100)
    return problem("shared_to", "is no list of at most 100 users and roles");
  const shared: SharedWith[] = [];
  for (const [at, one] of json.entries()) {
    const { type, id } = (typeof one === "object" && one !== null ? one : {}) as {
      type?: unknown;
      id?: unknown;
    };
    if ((type !== "users" && type !== "roles") || typeof id !== "string")
      return problem(`shared_to[${at}]`, "has no id and type (users or roles)");
    shared.push({ type, id });
  }
  return accept(shared);
}

/** `{"api_name": "Phone"}` or just `"Phone"`. */
function apiName(json: unknown): string | undefined {
  const name: unknown =
    typeof json === "object" && json !== null && "api_name" in json ? json.api_name : json;
  return typeof name === "string" ? name : undefined;
}
