import { documentHomes, type DocumentPlaces, useDocumentPlaces } from "#web/billing/documents/places.ts";

export function useSalesOrderPlaces(): DocumentPlaces {
  return useDocumentPlaces(documentHomes.sales_order);
}

export function usePurchaseOrderPlaces(): DocumentPlaces {
  return useDocumentPlaces(documentHomes.purchase_order);
}

/** The vendors' screens stand beside those of the orders that go to them. */
export function useVendorPlaces(): Pick<DocumentPlaces, "list" | "page"> {
  return useDocumentPlaces("billing/orders/vendors");
}
