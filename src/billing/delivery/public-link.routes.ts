import { inCallersOrganization, type Route, route } from "#platform/http/serve.ts";
import type { DocumentId } from "#billing/document/document.table.ts";
import { type DocumentKind, documentKinds } from "#billing/document/kind.ts";
import { actOf } from "#billing/tenant-route.routes.ts";
import { publicLinkEndpoints } from "./public-link.api.ts";
import { closePublicLink, getPublicLink, openPublicLink } from "./public-link.commands.ts";

/** The public links of every kind of document, as members open and revoke them. */
export function publicLinkRoutes(): Route[] {
  return documentKinds.flatMap((kind) => linkRoutes(kind));
}

function linkRoutes(kind: DocumentKind): Route[] {
  const { get, open, close } = publicLinkEndpoints(kind);
  const which = (params: Record<string, string>) => ({ kind, id: params[kind] as DocumentId });
  return [
    route(get, (context, { params }) =>
      inCallersOrganization(context, async (tx) => ({
        link: await getPublicLink(tx, context.deps, which(params)),
      })),
    ),
    route(open, (context, { params, body }) =>
      inCallersOrganization(context, async (tx) => ({
        link: await openPublicLink(tx, context.deps, actOf(context), { ...which(params), ...body }),
      })),
    ),
    route(close, (context, { params }) =>
      inCallersOrganization(context, async (tx) => {
        await closePublicLink(tx, actOf(context), which(params));
        return { link: null };
      }),
    ),
  ];
}
