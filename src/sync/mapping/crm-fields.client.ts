import { valueOf } from "#sync/read/crm-trouble.ts";
import { isWritable } from "#zoho/metadata.ts";
import type { Zoho } from "#zoho/zoho.client.ts";
import { composedFields, type CrmField } from "./crm-field.ts";
import type { CrmModule } from "./incoming.ts";

/** The fields of a CRM module as sync sees them, composed ones included. Throws CrmTrouble. */
export async function readCrmFields(crm: Zoho, module: CrmModule): Promise<CrmField[]> {
  const fields = valueOf(await crm.fields(module));
  const own = fields
    .filter((field) => field.visible)
    .map((field) => ({
      api_name: field.api_name,
      label: field.field_label ?? field.api_name,
      data_type: field.data_type,
      length: field.length ?? undefined,
      decimals: field.decimal_place ?? undefined,
      read_only: !isWritable(field),
      custom: field.custom_field,
      required: field.system_mandatory,
      options: field.pick_list_values.map((one) => one.actual_value),
    }));
  const names = new Set(own.map((field) => field.api_name));
  return [...own, ...composedFields(module).filter((field) => !names.has(field.api_name))];
}
