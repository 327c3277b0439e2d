import { z } from "zod";
import { endpoint } from "#platform/http/endpoint.ts";
import type { DocumentKind } from "#billing/document/kind.ts";
import { documentParams } from "./document-ref.api.ts";
import { documentPaths } from "./document-path.ts";

/** The PDF of a document of a kind. */
export function documentPdf<Kind extends DocumentKind>(kind: Kind) {
  const { path, tag } = documentPaths[kind];
  return endpoint({
    method: "GET",
    path: `${path}/pdf`,
    summary: "The PDF that one would send",
    tag,
    access: "read",
    params: documentParams(kind),
    reply: z.string(),
    stream: "application/pdf",
    costly: true,
    refuses: [`${kind}.not_found`, "pdf.unavailable"],
  });
}
