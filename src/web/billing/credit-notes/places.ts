import { type DocumentPlaces, useDocumentPlaces } from "#web/billing/documents/places.ts";

export function useCreditNotePlaces(): DocumentPlaces {
  return useDocumentPlaces("billing/credit-notes");
}
