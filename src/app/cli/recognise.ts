import { z } from "zod";
import { readCsv } from "#kernel/csv.ts";
import { recogniseColumns } from "#crm/import/import.api.ts";
import { type Caller, CallError } from "#platform/http/call.ts";

const Fields = z.object({
  fields: z.array(
    z.object({
      api_name: z.string(),
      field_label: z.string(),
      read_only: z.boolean(),
      system_mandatory: z.boolean(),
    }),
  ),
});

/**
 * The given pairs of header and field, and for headers that they leave out the fields that these are recognised as:
 * naming one column does not make the others be left out.
 */
export async function completeMapping(
  caller: Caller,
  module: string,
  csv: string,
  given: Record<string, string>,
): Promise<Record<string, string>> {
  const [first] = readCsv(csv);
  const response = await fetch(`${caller.baseUrl}/crm/v8/settings/fields?module=${module}`, {
    headers: caller.headers(),
  });
  if (!response.ok)
    throw new CallError(response.status, {
      code: "crm.unreadable",
      title: `The CRM does not tell its fields (${response.status})`,
      remedy: "Try again.",
      details: {},
    });
  const known = Fields.parse(await response.json()).fields.map((field) => ({
    api_name: field.api_name,
    label: field.field_label,
    isReadOnly: field.read_only,
    isMandatory: field.system_mandatory,
  }));
  const isSame = (one: string, other: string): boolean =>
    one.trim().toLowerCase() === other.trim().toLowerCase();
  const taken = Object.values(given);
  const others = recogniseColumns(first?.cells ?? [], known).filter(
    ({ header, field }) =>
      field !== null &&
      !taken.some((one) => isSame(one, field)) &&
      !Object.keys(given).some((one) => isSame(one, header)),
  );
  return { ...Object.fromEntries(others.map(({ header, field }) => [header, field ?? ""])), ...given };
}
