import type { OrganizationId } from "#kernel/id.ts";
import { inOrganization } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import { type Route, route } from "#platform/http/serve.ts";
import { actOf } from "#billing/tenant-route.routes.ts";
import * as api from "./gateway.api.ts";
import { connectGateway, disconnectGateway, webhookUrl } from "./gateway.commands.ts";
import { findAccount } from "./gateway.store.ts";

/** The endpoints of the payment gateway. */
export function gatewayRoutes(): Route[] {
  return [
    route(api.getGateway, ({ deps, member }) => gatewayView(deps, member.organizationId)),
    route(api.connectGateway, async (context, { body }) => {
      await connectGateway(context.deps, actOf(context), body);
      return gatewayView(context.deps, context.member.organizationId);
    }),
    route(api.disconnectGateway, async (context) => {
      await disconnectGateway(context.deps, actOf(context));
      return gatewayView(context.deps, context.member.organizationId);
    }),
  ];
}

async function gatewayView(deps: Deps, organizationId: OrganizationId): Promise<api.GatewayView> {
  const found = await inOrganization(deps.db, organizationId, findAccount);
  const webhook_url = webhookUrl(deps, organizationId);
  if (found === undefined) return { account: null, webhook_url };
  const { gateway, account, account_name, is_live, key_hint, webhook_endpoint, created_at } = found;
  const webhook = webhook_endpoint === null ? "given" : "made";
  const shown = {
    gateway,
    account,
    account_name,
    is_live,
    key_hint,
    webhook,
    connected_at: created_at,
  } as const;
  return { account: shown, webhook_url };
}
