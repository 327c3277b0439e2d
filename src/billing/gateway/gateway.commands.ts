import { AppError } from "#kernel/errors.ts";
import { few } from "#kernel/text.ts";
import { recordAudit } from "#platform/audit/audit.store.ts";
import { inOrganization, type Tx } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import type { Act } from "#billing/act.ts";
import {
  type Account,
  deleteAccount,
  findAccount,
  findAccountForUpdate,
  findOpenRequests,
  saveAccount,
} from "./gateway.store.ts";
import type { Gateway } from "./gateway.ts";
import { gatewayOf, secretPlace } from "./open-gateway.client.ts";
import { stripeGateway } from "./stripe.client.ts";

type GatewayDeps = Pick<Deps, "db" | "vault" | "stripeUrl" | "publicUrl" | "log">;

/** Where the gateway tells an organization of what happened there. */
export function webhookUrl({ publicUrl }: Pick<Deps, "publicUrl">, organizationId: string): string {
  return `${publicUrl}/api/v1/gateways/stripe/webhooks/${organizationId}`;
}

/** Connects an account: the gateway is asked whose key it is, and has to tell us of events. */
export async function connectGateway(
  deps: GatewayDeps,
  act: Act,
  given: { secret_key: string; webhook_secret?: string | undefined },
): Promise<void> {
  const gateway = stripeGateway(given.secret_key, deps.stripeUrl);
  const { account, name, isLive } = await gateway.account();
  const before = await inOrganization(deps.db, act.organizationId, async (tx) => {
    const found = await findAccount(tx);
    await refuseOtherWhileOpen(tx, found, account);
    return found;
  });
  const webhook = await listenTo(gateway, webhookUrl(deps, act.organizationId), given.webhook_secret);
  const seal = (column: "secret_key" | "webhook_secret", text: string): string =>
    deps.vault.seal(text, secretPlace(act.organizationId, column));
  await inOrganization(deps.db, act.organizationId, async (tx) => {
    await refuseOtherWhileOpen(tx, await findAccountForUpdate(tx), account);
    await saveAccount(tx, {
      organization_id: act.organizationId,
      gateway: "stripe",
      account,
      account_name: name,
      is_live: isLive,
      secret_key: seal("secret_key", given.secret_key),
      webhook_secret: seal("webhook_secret", webhook.secret),
      key_hint: given.secret_key.slice(-4),
      webhook_endpoint: webhook.endpoint,
      created_at: act.now,
      updated_at: act.now,
    });
    await tell(tx, act, "payment_gateway.connected", { account, name, is_live: isLive });
  });
  if (before !== undefined) await unlisten(deps, before);
}

/** Takes the account away, once nothing is waited for: without it nobody could tell what became of that. */
export async function disconnectGateway(deps: GatewayDeps, act: Act): Promise<void> {
  const account = await inOrganization(deps.db, act.organizationId, async (tx) => {
    const found = await findAccountForUpdate(tx);
    if (found === undefined) throw new AppError("gateway.not_connected");
    await refuseOpen(tx);
    await deleteAccount(tx);
    await tell(tx, act, "payment_gateway.disconnected", { account: found.account, name: found.account_name });
    return found;
  });
  await unlisten(deps, account);
}

async function refuseOtherWhileOpen(tx: Tx, before: Account | undefined, account: string): Promise<void> {
  if (before !== undefined && before.account !== account) await refuseOpen(tx);
}

async function refuseOpen(tx: Tx): Promise<void> {
  const { charged, refunds } = await findOpenRequests(tx);
  const waiting = [
    ...(charged.length === 0 ? [] : [`the charge of ${few(charged)}`]),
    ...(refunds === 0 ? [] : [refunds === 1 ? "a refund" : `${refunds} refunds`]),
  ];
  if (waiting.length === 0) return;
  const message = `The gateway has not answered yet for ${waiting.join(" and ")}`;
  throw new AppError("gateway.in_use", { message });
}

async function listenTo(
  gateway: Gateway,
  url: string,
  secret: string | undefined,
): Promise<{ endpoint: string | null; secret: string }> {
  if (secret !== undefined) return { endpoint: null, secret };
  try {
    return await gateway.listen(url);
  } catch (error) {
    // It tells only addresses that it reaches itself.
    if (error instanceof AppError && error.code === "gateway.refused")
      throw new AppError("gateway.webhook_needed", { url, reason: error.facts["reason"] });
    throw error;
  }
}

/** Ends what an account told us of; should the gateway not answer, it tells an endpoint that refuses it. */
async function unlisten(deps: GatewayDeps, account: Account): Promise<void> {
  const { webhook_endpoint: endpoint } = account;
  if (endpoint === null) return;
  await gatewayOf(deps, account)
    .unlisten(endpoint)
    .catch((error: unknown) => deps.log.warn({ err: error, endpoint }, "a webhook endpoint was left behind"));
}

async function tell(tx: Tx, act: Act, action: string, details: Record<string, unknown>): Promise<void> {
  const { organizationId, actor, now: at } = act;
  const subject = { kind: "payment_gateway", id: organizationId };
  await recordAudit(tx, { organizationId, actor, at, action, subject, details });
}
