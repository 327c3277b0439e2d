import { AppError } from "#kernel/errors.ts";
import { isId } from "#kernel/id.ts";
import { inOrganization } from "#platform/db/db.ts";
import { readBodyText } from "#platform/http/body.ts";
import { type Route, route } from "#platform/http/serve.ts";
import { findAccount } from "./gateway.store.ts";
import { openSecret } from "./open-gateway.client.ts";
import { readStripeEvent } from "./stripe-event.client.ts";
import * as api from "./webhook.api.ts";
import { hear } from "./webhook.commands.ts";

/** Where gateways tell of what happened there. */
export function webhookRoutes(): Route[] {
  return [
    route(api.hearStripe, async ({ deps, request }, { params: { organization } }) => {
      const body = await readBodyText(request, api.hearStripe.maxBodyBytes);
      const account = isId("org", organization)
        ? await inOrganization(deps.db, organization, findAccount)
        : undefined;
      // Who has no account and who signs wrongly are told the same.
      if (account === undefined) throw new AppError("webhook.signature_wrong");
      const secret = openSecret(deps, account, "webhook_secret");
      const signature = request.headers.get("stripe-signature");
      const event = readStripeEvent(body, signature, { secret, now: deps.clock.now() });
      return { taken: await hear(deps, account, event) };
    }),
  ];
}
