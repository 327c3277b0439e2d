import type { DocumentKind } from "#billing/document/kind.ts";

/** A document by its kind and id. */
export type Which = { kind: DocumentKind; id: string };

/** The parameters of a document's endpoints. */
export function paramsOf({ kind, id }: Which): { [Name in DocumentKind]: string } {
  return { [kind]: id } as { [Name in DocumentKind]: string };
}
