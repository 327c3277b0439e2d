import type { DocumentKind } from "#billing/document/kind.ts";
import { addressIn } from "#web/app/address.ts";
import { useOrganization } from "#web/app/organization.ts";

/** The addresses of the screens of one kind of document within an organization. */
export type DocumentPlaces = {
  list: string;
  create: string;
  page: (id: string) => string;
  edit: (id: string) => string;
};

/** Where the screens of each kind are. */
export const documentHomes: Readonly<Record<DocumentKind, string>> = {
  invoice: "billing/invoices",
  credit_note: "billing/credit-notes",
  estimate: "billing/estimates",
  sales_order: "billing/orders/sales",
  purchase_order: "billing/orders/purchase",
};

/** The addresses below `billing/estimates`. */
export function useDocumentPlaces(below: string): DocumentPlaces {
  const list = addressIn(useOrganization().id, below);
  return {
    list,
    create: `${list}/new`,
    page: (id) => `${list}/${id}`,
    edit: (id) => `${list}/${id}/edit`,
  };
}
