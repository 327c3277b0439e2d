import { AppError } from "#kernel/errors.ts";
import { recordAudit } from "#platform/audit/audit.store.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import {
  type CustomEntity,
  customFieldName,
  type CustomValue,
  entityWords,
  mostCustomFields,
} from "./custom-field.ts";
import {
  type CustomField,
  clearCustomValues,
  deleteCustomField,
  type FieldRef,
  insertCustomField,
  listCustomFields,
} from "./custom-field.store.ts";
import { checkCustomValues } from "./custom-values.ts";

type NewField = Pick<CustomField, "entity" | "label" | "type"> & { options?: string[] | undefined };

/** Adds a custom field for a kind of record; its name comes from the label and never changes. */
export async function addCustomField(
  tx: Tx,
  act: Act,
  { entity, label, type, options = [] }: NewField,
): Promise<CustomField> {
  const existing = await listCustomFields(tx, entity);
  if (existing.length >= mostCustomFields) throw limitReached(entity);
  const name = customFieldName(label) ?? freeName(existing);
  if (existing.some((field) => field.api_name === name || field.label === label))
    throw new AppError("custom_field.name_taken", { api_name: name });
  const position = Math.max(0, ...existing.map((field) => field.position)) + 1;
  const field: CustomField = {
    organization_id: act.organizationId,
    entity,
    api_name: name,
    label,
    type,
    options: type === "pick_list" ? options : [],
    position,
    created_at: act.now,
  };
  await insertGuarded(tx, field);
  await recordAudit(tx, {
    ...act,
    at: act.now,
    action: `${entity}_field.added`,
    subject: { kind: `${entity}_field`, id: name },
    details: { label, type },
  });
  return field;
}

/** A label of no Latin letter or digit (Японское) gives no name: such fields are numbered. */
function freeName(existing: readonly CustomField[]): CustomField["api_name"] {
  let number = existing.length + 1;
  while (existing.some(({ api_name }) => api_name === `cf_field_${number}`)) number += 1;
  return `cf_field_${number}`;
}

function limitReached(entity: CustomEntity): AppError {
  const { many } = entityWords[entity];
  return new AppError("custom_field.limit_reached", {
    limit: mostCustomFields,
    message: `All ${mostCustomFields} custom fields for ${many} are in use`,
  });
}

/** Two may add the tenth at once: the database lets one through. */
async function insertGuarded(tx: Tx, field: CustomField): Promise<void> {
  try {
    await insertCustomField(tx, field);
  } catch (error) {
    const constraint = error instanceof Error && "constraint" in error ? error.constraint : undefined;
    if (constraint === "custom_field_limit") throw limitReached(field.entity);
    if (constraint === "custom_field_pkey")
      throw new AppError("custom_field.name_taken", { api_name: field.api_name });
    throw error;
  }
}

/** A custom field; refuses with `custom_field.not_found`. */
export async function getCustomField(tx: Tx, entity: CustomEntity, apiName: string): Promise<CustomField> {
  const field = (await listCustomFields(tx, entity)).find(({ api_name }) => api_name === apiName);
  if (field === undefined) throw new AppError("custom_field.not_found", { api_name: apiName });
  return field;
}

/** Takes a custom field away with its values in all records; answers how many had one. */
export async function removeCustomField(
  tx: Tx,
  act: Act,
  { entity, api_name }: Pick<FieldRef, "entity"> & { api_name: string },
): Promise<{ cleared: number }> {
  const field = await getCustomField(tx, entity, api_name);
  await deleteCustomField(tx, field);
  const cleared = await clearCustomValues(tx, field, act.now);
  await recordAudit(tx, {
    ...act,
    at: act.now,
    action: `${entity}_field.removed`,
    subject: { kind: `${entity}_field`, id: field.api_name },
    details: { label: field.label, type: field.type, cleared },
  });
  return { cleared };
}

/** What was given for custom fields in canonical form; refuses the request with what is wrong, field by field. */
export async function customValuesOf(
  tx: Tx,
  entity: CustomEntity,
  given: Readonly<Record<string, unknown>>,
): Promise<Record<string, CustomValue>> {
  if (Object.keys(given).length === 0) return {};
  const checked = checkCustomValues(await listCustomFields(tx, entity), given);
  if (!checked.ok) throw new AppError("request.invalid", { part: "body", fields: checked.refusal });
  return checked.value;
}
