import type { ConnectionId, OrganizationId } from "#kernel/id.ts";
import { inOrganization, type Tx } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import type { TokenState, TokenStore } from "#zoho/token.ts";
import {
  type Connection,
  findConnection,
  findConnectionForUpdate,
  updateConnection,
} from "./connection.store.ts";
import { secretPlace } from "./credential.ts";

/**
 * The connection's one access token, in its row: shared by all workers, refreshed under the row's lock, so that
 * several workers never ask for several tokens (the CRM allows few).
 */
export function createTokenStore(
  deps: Deps,
  organizationId: OrganizationId,
  connectionId: ConnectionId,
): TokenStore {
  const open = (connection: Connection): TokenState => ({
    token:
      connection.access_token && connection.access_token_expires_at
        ? {
            accessToken: deps.vault.open(
              connection.access_token,
              secretPlace(organizationId, connectionId, "access_token"),
            ),
            apiDomain: connection.api_url,
            expiresAt: connection.access_token_expires_at,
          }
        : undefined,
    throttledUntil: connection.token_refused_until ?? undefined,
  });

  async function keep(tx: Tx, { token, throttledUntil }: TokenState): Promise<void> {
    await updateConnection(tx, connectionId, {
      access_token: token
        ? deps.vault.seal(token.accessToken, secretPlace(organizationId, connectionId, "access_token"))
        : null,
      access_token_expires_at: token?.expiresAt ?? null,
      token_refused_until: throttledUntil ?? null,
      updated_at: deps.clock.now(),
    });
  }

  return {
    async withToken(isDue, refresh) {
      const row = await inOrganization(deps.db, organizationId, (tx) => findConnection(tx, connectionId));
      if (!row) throw new Error(`connection ${connectionId} is gone`);
      const state = open(row);
      if (!isDue(state)) return state;
      return inOrganization(deps.db, organizationId, async (tx) => {
        const locked = await findConnectionForUpdate(tx, connectionId);
        if (!locked) throw new Error(`connection ${connectionId} is gone`);
        const now = open(locked);
        if (!isDue(now)) return now;
        const fresh = await refresh(now);
        await keep(tx, fresh);
        return fresh;
      });
    },
  };
}

/** A token that lives only as long as one check of credentials. */
export function createFleetingTokens(): TokenStore {
  let state: TokenState = { token: undefined, throttledUntil: undefined };
  return {
    async withToken(isDue, refresh) {
      if (isDue(state)) state = await refresh(state);
      return state;
    },
  };
}
