import type { CrmField } from "#web/crm/types.ts";

/** A part of a record page or form. */
export type FieldSection = { title: string; fields: CrmField[] };

const addresses = ["Billing", "Shipping", "Mailing", "Other"];
const system = new Set(["Created_By", "Modified_By", "Created_Time", "Modified_Time", "Last_Activity_Time"]);
/** Shown in the head of a page, or not at all. */
const apart = new Set(["id", "Full_Name"]);

/** The fields of a module in sections: what it is, its addresses, what users added, who did what when. */
export function sectionsOf(fields: readonly CrmField[], one: string): FieldSection[] {
  const placed = fields
    .filter(({ api_name }) => !apart.has(api_name))
    .map((field) => ({ field, title: titleOf(field, one) }));
  const main = `About the ${one}`;
  const order = [
    main,
    "Description",
    ...addresses.map((name) => `${name} address`),
    "Your own fields",
    "History",
  ];
  return order
    .map((title) => ({
      title,
      fields: sorted(placed.filter((one) => one.title === title).map(({ field }) => field)),
    }))
    .filter(({ fields }) => fields.length > 0);
}

function titleOf({ api_name, custom_field }: CrmField, one: string): string {
  if (custom_field) return "Your own fields";
  if (system.has(api_name)) return "History";
  if (api_name === "Description") return "Description";
  const address = addresses.find((name) =>
    new RegExp(`^${name}_(Street|City|State|Code|Zip|Country)$`).test(api_name),
  );
  return address === undefined ? `About the ${one}` : `${address} address`;
}

/** What every record needs comes first, then the order of the CRM; owner and tags last. */
function sorted(fields: CrmField[]): CrmField[] {
  const rank = ({ api_name, system_mandatory }: CrmField): number =>
    system_mandatory ? 0 : api_name === "Owner" ? 2 : api_name === "Tag" ? 3 : 1;
  return fields.toSorted((a, b) => rank(a) - rank(b));
}
