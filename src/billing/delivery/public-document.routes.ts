import type { MiddlewareHandler } from "hono";
import type { Deps } from "#platform/deps.ts";
import { type Route, route } from "#platform/http/serve.ts";
import { pdfAnswer } from "./pdf.routes.ts";
import * as api from "./public-document.api.ts";
import { answerPublicly, opens, readPublicDocument, readPublicPaper } from "./public-document.commands.ts";

/** What is open to whoever has a document's link. */
export function publicDocumentRoutes(): Route[] {
  return [
    route(api.getPublicDocument, ({ deps }, { params }) => readPublicDocument(deps, params.token)),
    route(api.publicPdf, async ({ deps }, { params }) =>
      pdfAnswer(await readPublicPaper(deps, params.token)),
    ),
    route(api.acceptPublicly, ({ deps }, { params, body }) =>
      answerPublicly(deps, params.token, { action: "accept", ...body }),
    ),
    route(api.declinePublicly, ({ deps }, { params, body }) =>
      answerPublicly(deps, params.token, { action: "decline", ...body }),
    ),
  ];
}

/** Headers of a page that is shown to strangers: no search engine keeps it, and no page that it leads to hears its address. */
const privately = { "x-robots-tag": "noindex, nofollow, noarchive", "referrer-policy": "no-referrer" };

/** The page of a link is a page of the web application; where the link opens nothing, it is not found. */
export function publicPage(deps: Deps): MiddlewareHandler {
  return async (context, next) => {
    const isOpen = await opens(deps, context.req.param("token") ?? "");
    await next();
    const { body, headers, status } = context.res;
    context.res = new Response(body, { headers, status: isOpen || status !== 200 ? status : 404 });
    for (const [name, value] of Object.entries(privately)) context.res.headers.set(name, value);
  };
}
