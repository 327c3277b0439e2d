import { AppError } from "#kernel/errors.ts";
import type { OrganizationId } from "#kernel/id.ts";
import { inOrganization } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import type { SecretPlace } from "#platform/secrets/secrets.ts";
import type { Gateway } from "./gateway.ts";
import { type Account, findAccount } from "./gateway.store.ts";
import { stripeGateway } from "./stripe.client.ts";

type Secret = "secret_key" | "webhook_secret";

/** Where a secret of an account lives. */
export function secretPlace(organization: OrganizationId, column: Secret): SecretPlace {
  return { organization, table: "payment_gateway", column, row: organization };
}

/** A secret of an account in the clear. */
export function openSecret({ vault }: Pick<Deps, "vault">, account: Account, column: Secret): string {
  return vault.open(account[column], secretPlace(account.organization_id, column));
}

/** The gateway of an account. */
export function gatewayOf(deps: Pick<Deps, "vault" | "stripeUrl">, account: Account): Gateway {
  return stripeGateway(openSecret(deps, account, "secret_key"), deps.stripeUrl);
}

/** The organization's gateway with its account; refuses where none is connected. */
export async function openGateway(
  deps: Pick<Deps, "db" | "vault" | "stripeUrl">,
  organizationId: OrganizationId,
): Promise<{ gateway: Gateway; account: Account }> {
  const account = await inOrganization(deps.db, organizationId, findAccount);
  if (account === undefined) throw new AppError("gateway.not_connected");
  return { gateway: gatewayOf(deps, account), account };
}
