import { AppError } from "#kernel/errors.ts";
import { cursorOf } from "#kernel/page.ts";
import type { Tx } from "#platform/db/db.ts";
import { inCallersOrganization, type Route, route } from "#platform/http/serve.ts";
import { contentDisposition } from "#billing/delivery/file-name.ts";
import type { DocumentId } from "#billing/document/document.table.ts";
import { type DocumentKind, documentKinds } from "#billing/document/kind.ts";
import { actOf, tenantRoute } from "#billing/tenant-route.routes.ts";
import { documentEmailEndpoints } from "./document-email.api.ts";
import { draftEmail, emailDocument } from "./document-email.commands.ts";
import * as api from "./email.api.ts";
import { getEmail, resendEmail } from "./email.commands.ts";
import { describeAttachment, findAttachment, listEmailRows } from "./email.store.ts";
import type { EmailId } from "./email.table.ts";
import { emailItem, emailView } from "./email-view.ts";

/** E-mails of every kind, and how documents are e-mailed. */
export function emailRoutes(): Route[] {
  return [
    tenantRoute(api.listEmails, async ({ tx, query: { cursor, ...query } }) => {
      const page = await listEmailRows(tx, { ...query, after: cursorOf(cursor) });
      return { ...page, items: page.items.map(emailItem) };
    }),
    tenantRoute(api.getEmail, ({ tx, params }) => wholeEmail(tx, params.email)),
    tenantRoute(api.resendEmail, async ({ tx, act, params }) =>
      wholeEmail(tx, await resendEmail(tx, act, params.email)),
    ),
    route(api.emailAttachment, (context, { params }) =>
      inCallersOrganization(context, (tx) => attachmentOf(tx, params.email)),
    ),
    ...documentKinds.flatMap((kind) => documentRoutes(kind)),
  ];
}

function documentRoutes(kind: DocumentKind): Route[] {
  const { draft, send } = documentEmailEndpoints(kind);
  const which = (params: Record<string, string>) => ({ kind, id: params[kind] as DocumentId });
  return [
    route(draft, (context, { params }) =>
      inCallersOrganization(context, (tx) =>
        draftEmail(tx, context.deps, context.deps.clock.now(), which(params)),
      ),
    ),
    route(send, (context, { params, body }) =>
      inCallersOrganization(context, async (tx) => {
        const given = { ...which(params), given: body };
        return wholeEmail(tx, await emailDocument(tx, actOf(context), context.deps, given));
      }),
    ),
  ];
}

async function wholeEmail(tx: Tx, id: EmailId): Promise<api.EmailView> {
  return emailView(await getEmail(tx, id), await describeAttachment(tx, id));
}

async function attachmentOf(tx: Tx, id: EmailId): Promise<Response> {
  await getEmail(tx, id);
  const file = await findAttachment(tx, id);
  if (file === undefined) throw new AppError("email.no_attachment", { email: id });
  return new Response(new Uint8Array(file.content), {
    headers: {
      "content-type": "application/pdf",
      "content-disposition": contentDisposition(file.name),
      "cache-control": "no-store",
    },
  });
}
