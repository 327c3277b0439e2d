import { documentHomes, type DocumentPlaces, useDocumentPlaces } from "#web/billing/documents/places.ts";

export function useCreditNotePlaces(): DocumentPlaces {
  return useDocumentPlaces(documentHomes.credit_note);
}
