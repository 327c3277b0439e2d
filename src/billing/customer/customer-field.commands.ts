import { AppError } from "#kernel/errors.ts";
import { recordAudit } from "#platform/audit/audit.store.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import { customFieldName, mostCustomerFields } from "./customer-field.ts";
import {
  type CustomerField,
  clearCustomerFieldValues,
  deleteCustomerField,
  insertCustomerField,
  listCustomerFields,
} from "./customer-field.store.ts";

export type NewCustomerField = Pick<CustomerField, "label" | "type"> & { options?: string[] | undefined };

/** Adds a custom field for customers; its name comes from the label and never changes. */
export async function addCustomerField(
  tx: Tx,
  act: Act,
  { label, type, options = [] }: NewCustomerField,
): Promise<CustomerField> {
  const existing = await listCustomerFields(tx);
  if (existing.length >= mostCustomerFields) throw limitReached();
  const name = customFieldName(label) ?? freeName(existing);
  if (existing.some((field) => field.api_name === name || field.label === label))
    throw new AppError("customer_field.name_taken", { api_name: name });
  const position = Math.max(0, ...existing.map((field) => field.position)) + 1;
  const field: CustomerField = {
    organization_id: act.organizationId,
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
    action: "customer_field.added",
    subject: { kind: "customer_field", id: name },
    details: { label, type },
  });
  return field;
}

/** A label of no Latin letter or digit (Японское) gives no name: such fields are numbered. */
function freeName(existing: readonly CustomerField[]): CustomerField["api_name"] {
  let number = existing.length + 1;
  while (existing.some(({ api_name }) => api_name === `cf_field_${number}`)) number += 1;
  return `cf_field_${number}`;
}

function limitReached(): AppError {
  return new AppError("customer_field.limit_reached", { limit: mostCustomerFields });
}

/** Two may add the tenth at once: the database lets one through. */
async function insertGuarded(tx: Tx, field: CustomerField): Promise<void> {
  try {
    await insertCustomerField(tx, field);
  } catch (error) {
    const constraint = error instanceof Error && "constraint" in error ? error.constraint : undefined;
    if (constraint === "customer_field_limit") throw limitReached();
    if (constraint === "customer_field_pkey")
      throw new AppError("customer_field.name_taken", { api_name: field.api_name });
    throw error;
  }
}

/** A custom field; refuses with `customer_field.not_found`. */
export async function getCustomerField(tx: Tx, apiName: string): Promise<CustomerField> {
  const field = (await listCustomerFields(tx)).find(({ api_name }) => api_name === apiName);
  if (field === undefined) throw new AppError("customer_field.not_found", { api_name: apiName });
  return field;
}

/** Takes a custom field away with its values in all customers; answers how many customers had one. */
export async function removeCustomerField(tx: Tx, act: Act, apiName: string): Promise<{ cleared: number }> {
  const field = await getCustomerField(tx, apiName);
  await deleteCustomerField(tx, field.api_name);
  const cleared = await clearCustomerFieldValues(tx, field.api_name, act.now);
  const details = { label: field.label, type: field.type, cleared };
  await recordAudit(tx, {
    ...act,
    at: act.now,
    action: "customer_field.removed",
    subject: { kind: "customer_field", id: field.api_name },
    details,
  });
  return { cleared };
}
