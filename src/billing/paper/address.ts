import type { Words } from "#billing/language/words/english.ts";
import { type Seller, taxLines } from "./seller.ts";

type Address = {
  attention?: string | null;
  street?: string | null;
  city?: string | null;
  state?: string | null;
  zip?: string | null;
  country?: string | null;
};

/** An address as on an envelope, line by line; nothing where none is known. */
export function addressLines({ attention, street, city, state, zip, country }: Address): string[] {
  const town = [[zip, city].filter(Boolean).join(" "), state].filter(Boolean).join(", ");
  return [attention, ...(street ?? "").split("\n"), town, country].filter((line) =>
    Boolean(line),
  ) as string[];
}

/** Who writes a document. */
export type Writer = Seller & { name: string; address: Address };

/** The name and address of who writes a document, and its number for tax. */
export function organizationLines(writer: Writer, words: Words["seller"]): string[] {
  return [writer.name, ...addressLines(writer.address), ...taxLines(writer, words)];
}
