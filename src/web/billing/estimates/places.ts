import { documentHomes, type DocumentPlaces, useDocumentPlaces } from "#web/billing/documents/places.ts";

export function useEstimatePlaces(): DocumentPlaces {
  return useDocumentPlaces(documentHomes.estimate);
}
