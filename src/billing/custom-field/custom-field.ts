/** What has fields of the organization's own. */
export type CustomEntity = "customer" | "subscription";

/** A custom field's value: decimals stay text, so that no digit is lost; null is blank, and is not kept. */
export type CustomValue = string | number | boolean | null;

/** As many custom fields as Zoho Billing allows for one kind of record; the database holds it too. */
export const mostCustomFields = 10;

/** What has custom fields, as sentences and addresses name it. */
export const entityWords: Record<CustomEntity, { one: string; many: string }> = {
  customer: { one: "customer", many: "customers" },
  subscription: { one: "subscription", many: "subscriptions" },
};

/** The name of a custom field from its label: `Région d'été 2` is `cf_region_d_ete_2`. Null where no letter or digit is left. */
export function customFieldName(label: string): `cf_${string}` | null {
  const words = label
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "");
  return words === "" ? null : `cf_${words.slice(0, 60)}`;
}

/** A record's values with others laid over them; one that is blank is not kept. */
export function withCustomValues(
  values: Readonly<Record<string, CustomValue>>,
  given: Readonly<Record<string, CustomValue>>,
): Record<string, CustomValue> {
  return Object.fromEntries(Object.entries({ ...values, ...given }).filter(([, value]) => value !== null));
}
