import { z } from "zod";
import type { DocumentKind } from "#billing/document/kind.ts";
import { idParam } from "#billing/id-param.ts";

/** The id of a document of a kind, as the last parameter of its address: `{ invoice: "inv_…" }`. */
export function documentParams<Kind extends DocumentKind>(kind: Kind) {
  return z.object({ [kind]: idParam("inv") } as { [Name in Kind]: ReturnType<typeof idParam<"inv">> });
}
