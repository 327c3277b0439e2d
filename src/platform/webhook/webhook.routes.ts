import { cursorOf } from "#kernel/page.ts";
import type { Instant } from "#kernel/time.ts";
import type { Deps } from "#platform/deps.ts";
import { inCallersOrganization, type Route, route } from "#platform/http/serve.ts";
import * as api from "./webhook.api.ts";
import * as commands from "./webhook.commands.ts";
import { type Delivery, listDeliveryRows, listWebhookRows } from "./webhook.store.ts";
import type { DeliveryId, Webhook, WebhookId } from "./webhook.table.ts";

/** Webhooks of an organization, and what was sent to them. */
export function webhookRoutes(): Route[] {
  return [...settingRoutes(), ...deliveryRoutes()];
}

function settingRoutes(): Route[] {
  return [
    route(api.listWebhooks, async (call) => ({
      items: (await inCallersOrganization(call, listWebhookRows)).map((row) => viewOf(row, nowOf(call))),
    })),
    route(api.getWebhook, (call, { params }) =>
      inCallersOrganization(call, async (tx) =>
        viewOf(await commands.getWebhook(tx, idOf(params)), nowOf(call)),
      ),
    ),
    route(api.createWebhook, (call, { body }) =>
      inCallersOrganization(call, async (tx) =>
        withSecret(await commands.createWebhook(tx, call, body), nowOf(call)),
      ),
    ),
    route(api.editWebhook, (call, { params, body }) =>
      inCallersOrganization(call, async (tx) =>
        viewOf(await commands.editWebhook(tx, call, idOf(params), given(body)), nowOf(call)),
      ),
    ),
    route(api.deleteWebhook, (call, { params }) =>
      inCallersOrganization(call, async (tx) => {
        await commands.deleteWebhook(tx, call, idOf(params));
        return { deleted: true as const };
      }),
    ),
    route(api.rotateSecret, (call, { params }) =>
      inCallersOrganization(call, async (tx) =>
        withSecret(await commands.rotateSecret(tx, call, idOf(params)), nowOf(call)),
      ),
    ),
    route(api.testWebhook, (call, { params }) =>
      inCallersOrganization(call, async (tx) =>
        deliveryView(await commands.testWebhook(tx, call, idOf(params))),
      ),
    ),
  ];
}

function deliveryRoutes(): Route[] {
  return [
    route(api.listDeliveries, (call, { params, query: { cursor, ...query } }) =>
      inCallersOrganization(call, async (tx) => {
        const { id } = await commands.getWebhook(tx, idOf(params));
        const page = await listDeliveryRows(tx, id, { ...query, after: cursorOf(cursor) });
        return { ...page, items: page.items.map(deliveryView) };
      }),
    ),
    route(api.getDelivery, (call, { params }) =>
      inCallersOrganization(call, async (tx) => {
        const found = await commands.getDelivery(tx, params.delivery as DeliveryId);
        return { ...deliveryView(found), webhook: found.webhook_id, payload: found.payload };
      }),
    ),
    route(api.resendDelivery, (call, { params }) =>
      inCallersOrganization(call, async (tx) =>
        deliveryView(await commands.resendDelivery(tx, call, params.delivery as DeliveryId)),
      ),
    ),
  ];
}

function nowOf({ deps }: { deps: Deps }): Instant {
  return deps.clock.now();
}

function idOf({ webhook }: { webhook: string }): WebhookId {
  return webhook as WebhookId;
}

/** Without what is not given. */
function given<Body extends object>(body: Body): { [Key in keyof Body]: Exclude<Body[Key], undefined> } {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)) as never;
}

function withSecret({ webhook, secret }: { webhook: Webhook; secret: string }, now: Instant) {
  return { webhook: viewOf(webhook, now), secret };
}

/** The secret before the last rotation counts until its time is over. */
function viewOf(row: Webhook, now: Instant): api.WebhookView {
  const { id, url, description, events, enabled, disabled_because, failing_since } = row;
  const until = row.old_secret_until;
  const old_secret_until = until !== null && until > now ? until : null;
  const times = { created_at: row.created_at, updated_at: row.updated_at };
  return {
    id,
    url,
    description,
    events,
    enabled,
    disabled_because,
    failing_since,
    old_secret_until,
    ...times,
  };
}

function deliveryView(row: Delivery): api.DeliveryView {
  const { id, type, subject_id, at, state, attempts, tried_at, status, answer, problem } = row;
  const next_at = state === "pending" ? row.next_at : null;
  return {
    id,
    message: row.message_id,
    type,
    subject_id,
    at,
    state,
    attempts,
    next_at,
    tried_at,
    status,
    answer,
    problem,
  };
}
