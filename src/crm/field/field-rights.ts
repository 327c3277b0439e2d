import { accept, refuse, type Result } from "#kernel/result.ts";
import type { Field, FieldMap, ModuleName } from "./field.ts";
import type { FieldProblem } from "./new-field.ts";
import { currencyFields } from "./standard-fields.ts";

/** What a profile may do with a field; a field that is not named is read and written. */
export type FieldRight = "read_only" | "hidden";

/** Fields that a profile reads only, or does not see, by module and API name. */
export type FieldRights = Partial<Record<ModuleName, Record<string, FieldRight>>>;

/** As the API names them. */
export const permissionTypes = ["read_write", "read_only", "hidden"] as const;
export type PermissionType = (typeof permissionTypes)[number];

/**
 * Whether profiles may differ in a field. They may not in what every record needs (mandatory fields, currency) or what
 * the CRM writes itself (ids, owner, times).
 */
export function isRestrictable(field: Field): boolean {
  return !field.mandatory && !field.column && !currencyFields.has(field.api_name);
}

/** What a profile of these rights may do with a field. */
export function rightOn(field: Field, rights: Record<string, FieldRight> | undefined): PermissionType {
  return (isRestrictable(field) ? rights?.[field.api_name] : undefined) ?? "read_write";
}

/** The fields of a module as a profile has them: hidden ones are not there, read-only ones are so. */
export function restricted(fields: FieldMap, rights: Record<string, FieldRight> | undefined): FieldMap {
  if (!rights || Object.keys(rights).length === 0) return fields;
  const seen = [...fields].flatMap(([name, field]): [string, Field][] => {
    const right = rightOn(field, rights);
    if (right === "hidden") return [];
    return [[name, right === "read_only" ? { ...field, readOnly: true } : field]];
  });
  return new Map(seen);
}

/** Rights with one field's set. */
export function withFieldRight(
  rights: FieldRights,
  { module, name }: { module: ModuleName; name: string },
  type: PermissionType,
): FieldRights {
  const { [name]: _before, ...others } = rights[module] ?? {};
  return { ...rights, [module]: type === "read_write" ? others : { ...others, [name]: type } };
}

/** `profiles` of a field as the API takes them: what each profile may do with it. */
export function readFieldRights(
  given: unknown,
  field: Field,
): Result<{ profile: string; type: PermissionType }[], FieldProblem> {
  const wrong = (api_name: string, reason: string): Result<never, FieldProblem> =>
    refuse({ code: "INVALID_DATA", api_name, reason });
  if (!Array.isArray(given)) return wrong("profiles", "is no list");
  if (!isRestrictable(field)) return wrong("profiles", "cannot differ for a field that every record needs");
  const changes: { profile: string; type: PermissionType }[] = [];
  for (const [at, one] of given.entries()) {
    const { id, permission_type } = (typeof one === "object" && one !== null ? one : {}) as Record<
      string,
      unknown
    >;
    const type = permissionTypes.find((known) => known === permission_type);
    if (!type) return wrong(`profiles[${at}].permission_type`, `is none of ${permissionTypes.join(", ")}`);
    if (typeof id !== "string") return wrong(`profiles[${at}].id`, "names no profile");
    changes.push({ profile: id, type });
  }
  return accept(changes);
}
