import { randomInt } from "node:crypto";
import type { Deps } from "#platform/deps.ts";
import { systemSleep } from "#platform/ids.ts";
import type { Credential, ZohoConnection, ZohoPorts } from "#zoho/ports.ts";
import type { TokenStore } from "#zoho/token.ts";
import { createZohoClient, type Zoho } from "#zoho/zoho.client.ts";
import type { Connection } from "./connection.store.ts";
import { secretPlace } from "./credential.ts";
import { createTokenStore } from "./token.store.ts";

/** The client of a connection's CRM, with its stored credential and shared token. Nothing is sent after `signal` is aborted. */
export function openCrm(deps: Deps, connection: Connection, signal?: AbortSignal): Zoho {
  const sealed = deps.vault.open(
    connection.credential,
    secretPlace(connection.organization_id, connection.id, "credential"),
  );
  const credential = JSON.parse(sealed) as Credential;
  const place = { accountsUrl: connection.accounts_url, apiDomain: connection.api_url, credential };
  return createZohoClient(
    portsOf(deps, createTokenStore(deps, connection.organization_id, connection.id), signal),
    reachable(deps, place),
  );
}

/** A client for credentials that are not stored yet. */
export function openUnsaved(
  deps: Deps,
  place: Pick<ZohoConnection, "accountsUrl" | "apiDomain" | "credential">,
  tokens: TokenStore,
): Zoho {
  return createZohoClient(portsOf(deps, tokens), reachable(deps, place));
}

/** The addresses that a connection of this server may have. */
export function allowedHosts(deps: Deps): ZohoConnection["allowed"] {
  return { own: deps.publicUrl, extra: deps.crmUrls };
}

function reachable(
  deps: Deps,
  place: Pick<ZohoConnection, "accountsUrl" | "apiDomain" | "credential">,
): ZohoConnection {
  return { ...place, allowed: allowedHosts(deps) };
}

/** The client's ports on the real machine. */
export function portsOf(deps: Deps, tokens: TokenStore, signal?: AbortSignal): ZohoPorts {
  return {
    clock: deps.clock,
    tokens,
    log: deps.log,
    random: () => randomInt(2 ** 32) / 2 ** 32,
    sleep: deps.sleep,
    // The time limit of an answer is real time, whatever a test makes of the waits between tries.
    deadline: systemSleep,
    ...(signal ? { signal } : {}),
  };
}
