import type { Id } from "#kernel/id.ts";

/** The tax that shipping bears, as it was when the document was written. */
export type ShippingTax = { id: Id<"tax">; name: string; percentage: string };

/** The same as columns; all are null where shipping bears none. */
export type ShippingTaxColumns = {
  shipping_tax_id: Id<"tax"> | null;
  shipping_tax_name: string | null;
  shipping_tax_percentage: string | null;
};

/** The columns of the tax on shipping. */
export function shippingTaxColumns(tax: ShippingTax | undefined): ShippingTaxColumns {
  return {
    shipping_tax_id: tax?.id ?? null,
    shipping_tax_name: tax?.name ?? null,
    shipping_tax_percentage: tax?.percentage ?? null,
  };
}

/** The tax on shipping of columns. */
export function storedShippingTax({
  shipping_tax_id: id,
  shipping_tax_name: name,
  shipping_tax_percentage: percentage,
}: ShippingTaxColumns): ShippingTax | undefined {
  return id === null || name === null || percentage === null ? undefined : { id, name, percentage };
}
