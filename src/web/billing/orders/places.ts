import { type DocumentPlaces, useDocumentPlaces } from "#web/billing/documents/places.ts";

export function useSalesOrderPlaces(): DocumentPlaces {
  return useDocumentPlaces("billing/orders/sales");
}

export function usePurchaseOrderPlaces(): DocumentPlaces {
  return useDocumentPlaces("billing/orders/purchase");
}

/** The vendors' screens stand beside those of the orders that go to them. */
export function useVendorPlaces(): Pick<DocumentPlaces, "list" | "page"> {
  return useDocumentPlaces("billing/orders/vendors");
}
