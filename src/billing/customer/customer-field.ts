/** As many custom fields as Zoho Billing allows for customers; the database holds it too. */
export const mostCustomerFields = 10;

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
