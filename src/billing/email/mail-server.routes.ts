import { inCallersOrganization, type Route, route } from "#platform/http/serve.ts";
import { actOf, tenantRoute } from "#billing/tenant-route.routes.ts";
import * as api from "./mail-server.api.ts";
import { dropMailServer, sendTestEmail, setMailServer } from "./mail-server.commands.ts";
import { findMailServer, type KeptServer } from "./mail-server.store.ts";

/** The endpoints of the mail server. */
export function mailServerRoutes(): Route[] {
  return [
    tenantRoute(api.getMailServer, async ({ tx }) => replyOf(await findMailServer(tx))),
    route(api.saveMailServer, (context, { body }) =>
      inCallersOrganization(context, async (tx) => {
        await setMailServer(tx, actOf(context), context.deps, body);
        return replyOf(await findMailServer(tx));
      }),
    ),
    tenantRoute(api.removeMailServer, async ({ tx, act }) => {
      await dropMailServer(tx, act);
      return { server: null };
    }),
    route(api.testMailServer, async (context, { body }) => ({
      answer: await sendTestEmail(context.deps, actOf(context), body.to),
    })),
  ];
}

function replyOf(kept: KeptServer | undefined): api.MailServerReply {
  if (kept === undefined) return { server: null };
  const { host, port, security, user_name, from_name, from_address, reply_to, updated_at } = kept;
  return { server: { host, port, security, user_name, from_name, from_address, reply_to, updated_at } };
}
