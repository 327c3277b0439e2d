import type { DocumentId } from "#billing/document/document.table.ts";
import { type DocumentKind, documentKinds } from "#billing/document/kind.ts";
import { getPaper } from "#billing/paper/get-paper.commands.ts";
import { paperPdf } from "#billing/paper/paper-pdf.client.ts";
import { inCallersOrganization, type Route, route } from "#platform/http/serve.ts";
import { contentDisposition, fileName } from "./file-name.ts";
import { documentPdf } from "./pdf.api.ts";
import type { Paper } from "#billing/paper/paper.ts";

/** The PDF of every kind of document. */
export function pdfRoutes(): Route[] {
  return documentKinds.map((kind) => pdfRoute(kind));
}

function pdfRoute(kind: DocumentKind): Route {
  return route(documentPdf(kind), async (context, { params }) => {
    const id = params[kind] as DocumentId;
    const { paper } = await inCallersOrganization(context, (tx) => getPaper(tx, { kind, id }));
    return pdfAnswer(paper);
  });
}

/** The answer that brings the PDF of a paper. */
export async function pdfAnswer(paper: Paper): Promise<Response> {
  return pdfFile(fileName(paper), await paperPdf(paper));
}

/** A PDF as the answer of an endpoint. */
export function pdfFile(name: string, bytes: Uint8Array<ArrayBuffer>): Response {
  const headers = {
    "content-type": "application/pdf",
    "content-disposition": contentDisposition(name),
    "cache-control": "no-store",
  };
  return new Response(bytes, { headers });
}
