import { z } from "zod";
import { endpoint } from "#platform/http/endpoint.ts";
import { dayInput } from "#billing/document/amount.api.ts";
import type { DocumentKind } from "#billing/document/kind.ts";
import { documentPaths } from "./document-path.ts";
import { documentParams } from "./document-ref.api.ts";

/** A link that opens a document without sign-in. */
export const PublicLinkView = z.object({
  url: z.string(),
  /** The last day on which it opens. */
  expires_on: z.string().nullable(),
  created_at: z.string(),
});
export type PublicLinkView = z.output<typeof PublicLinkView>;

/** The three endpoints of a kind's public links. Whoever has the address can answer an estimate: readers do not get it. */
export function publicLinkEndpoints<Kind extends DocumentKind>(kind: Kind) {
  const { path, tag } = documentPaths[kind];
  const common = { path: `${path}/public-link`, tag, access: "write", params: documentParams(kind) } as const;
  return {
    get: endpoint({
      ...common,
      method: "GET",
      summary: "The link in force by which the document opens without sign-in, if there is one",
      reply: z.object({ link: PublicLinkView.nullable() }),
      refuses: [`${kind}.not_found`],
    }),
    open: endpoint({
      ...common,
      method: "POST",
      summary: "The link in force, or a new one; `expires_on` sets its last day, null takes it away",
      body: z.strictObject({ expires_on: dayInput.nullable().optional() }),
      reply: z.object({ link: PublicLinkView }),
      refuses: [`${kind}.not_found`, "public_link.draft"],
    }),
    close: endpoint({
      ...common,
      method: "DELETE",
      summary: "Revoke the link in force: its address opens nothing any more",
      reply: z.object({ link: z.null() }),
      refuses: [`${kind}.not_found`],
    }),
  };
}
