import { AppError } from "#kernel/errors.ts";
import type { Deps } from "#platform/deps.ts";
import { dataCentres, isAllowedCrmHost } from "#zoho/data-centres.ts";
import { explain, type Failure } from "#zoho/failure.ts";
import type { Credential } from "#zoho/ports.ts";
import { exchangeCode } from "#zoho/token.client.ts";
import { hasRecords } from "#zoho/metadata.ts";
import type { Zoho } from "#zoho/zoho.client.ts";
import type { z } from "zod";
import { clockDifferenceMs, clockSlackMs } from "./clock-difference.ts";
import type { Check, connect } from "./connection.api.ts";
import { allowedHosts, openUnsaved, portsOf } from "./crm.client.ts";
import { problemOf } from "./failure.ts";
import { findHalfSeen, halfSeenWords } from "./half-seen.commands.ts";
import { createFleetingTokens } from "./token.store.ts";

type Given = z.output<(typeof connect)["body"]>["credentials"];

/** Where a CRM is, how to get in, and what it says it is. */
export type Identified = {
  kind: "embedded" | "zoho";
  accountsUrl: string;
  apiUrl: string;
  email: string;
  credential: Credential;
  org: { zgid: string; company: string; currency: string };
  user: { id: string; name: string };
};

export type Identification = {
  checks: Check[];
  identified: Identified | undefined;
  refusal: AppError | undefined;
};

/**
 * Tries credentials against a CRM, check by check, as the connect page shows them: the key, its user, the modules, the
 * currency, the clock; `tell` hears of each as it ends. Keeps nothing. Throws only for an address that is not allowed.
 */
export async function identify(
  deps: Deps,
  given: Given,
  billingCurrency: string,
  tell: (check: Check) => void = () => undefined,
): Promise<Identification> {
  const checks: Check[] = [];
  const note = (check: Check): void => {
    checks.push(check);
    tell(check);
  };
  const refuse = (name: Check["name"], failure: Failure): Identification => {
    const { code, facts } = problemOf(failure);
    note(failed(name, failure));
    return { checks, identified: undefined, refusal: new AppError(code, facts) };
  };
  const place = await placeOf(deps, given);
  if ("failure" in place) return refuse("key", place.failure);
  const crm = openUnsaved(deps, place, createFleetingTokens());
  const org = await crm.org();
  if (!org.ok) return refuse("key", org.failure);
  note(passed("key", `The key opens ${org.value.company_name}.`));
  const user = await crm.currentUser();
  if (!user.ok) return refuse("user", user.failure);
  note(passed("user", `Records will be read as ${user.value.full_name ?? user.value.email}.`));
  note(await checkModules(crm));
  note(checkCurrency(org.value.iso_code, billingCurrency));
  note(checkClock(deps, org.serverTime));
  const identified: Identified = {
    kind: given.kind === "oauth" ? "zoho" : "embedded",
    accountsUrl: place.accountsUrl,
    apiUrl: place.apiDomain,
    email: given.kind === "zsc" ? given.email : user.value.email,
    credential: place.credential,
    org: { zgid: org.value.zgid, company: org.value.company_name, currency: org.value.iso_code },
    user: { id: user.value.id, name: user.value.full_name ?? user.value.email },
  };
  return { checks, identified, refusal: undefined };
}

type Place = { accountsUrl: string; apiDomain: string; credential: Credential };

async function placeOf(deps: Deps, given: Given): Promise<Place | { failure: Failure }> {
  if (given.kind === "oauth") return zohoPlace(deps, given);
  const url = (given.crm_url ?? deps.publicUrl).replace(/\/+$/, "");
  if (!isAllowedCrmHost(url, allowedHosts(deps))) throw new AppError("connection.url_refused", { url });
  return {
    accountsUrl: url,
    apiDomain: url,
    credential: { kind: "zsc", email: given.email, key: given.zsc_key },
  };
}

/** A self client's grant code lives minutes and is used up here, for a refresh token that lasts. */
async function zohoPlace(
  deps: Deps,
  given: Extract<Given, { kind: "oauth" }>,
): Promise<Place | { failure: Failure }> {
  const accountsUrl = given.crm_url?.replace(/\/+$/, "") ?? accountsOf(given.data_centre);
  if (!isAllowedCrmHost(accountsUrl, allowedHosts(deps)))
    throw new AppError("connection.url_refused", { url: accountsUrl });
  const client = { clientId: given.client_id, clientSecret: given.client_secret };
  const grant = await exchangeCode(portsOf(deps, createFleetingTokens()), {
    accountsUrl,
    allowed: allowedHosts(deps),
    ...client,
    code: given.grant_code,
  });
  if (!grant.ok) return { failure: grant.failure };
  return {
    accountsUrl,
    apiDomain: grant.apiDomain,
    credential: { kind: "oauth", ...client, refreshToken: grant.refreshToken },
  };
}

function accountsOf(code: string): string {
  const centre = dataCentres.find((one) => one.code === code);
  if (!centre) throw new Error(`no data centre ${code}`);
  return centre.accounts;
}

async function checkModules(crm: Zoho): Promise<Check> {
  const modules = await crm.modules();
  if (!modules.ok) return failed("modules", modules.failure);
  const visible = new Set(
    modules.value.filter((module) => hasRecords(module) && module.viewable).map((module) => module.api_name),
  );
  const needed = ["Accounts", "Contacts", "Deals"];
  const missing = needed.filter((name) => !visible.has(name));
  if (missing.length === 0) return checkSharing(crm, needed);
  return {
    name: "modules",
    state: "warned",
    what: `The user has no access to ${missing.join(" and ")}.`,
    remedy: `Give the user's profile access to ${missing.join(" and ")} in the CRM, or use the key of another user.`,
  };
}

async function checkSharing(crm: Zoho, names: readonly string[]): Promise<Check> {
  const found = await findHalfSeen(crm, names);
  if (!found.ok) return failed("modules", found.failure);
  if (found.value.length === 0) return passed("modules", "Accounts, contacts and deals can be read.");
  return { name: "modules", state: "warned", ...halfSeenWords(found.value) };
}

function checkCurrency(crm: string, billing: string): Check {
  if (crm === billing) return passed("currency", `Both sides use ${crm} as base currency.`);
  return {
    name: "currency",
    state: "warned",
    what: `The CRM's base currency is ${crm}, this organization's is ${billing}.`,
    remedy: "Money fields and syncing both ways need equal base currencies.",
  };
}

function checkClock(deps: Deps, serverTime: string | undefined): Check {
  const off = clockDifferenceMs(serverTime, deps.clock.now());
  if (off <= clockSlackMs) return passed("clock", "The clocks of both servers agree.");
  return {
    name: "clock",
    state: "warned",
    what: `The clocks differ by ${Math.round(off / 1000)} seconds.`,
    remedy: "Set this server's clock by NTP; the sync itself goes by the CRM's clock.",
  };
}

function passed(name: Check["name"], what: string): Check {
  return { name, state: "passed", what, remedy: null };
}

function failed(name: Check["name"], failure: Failure): Check {
  const { message, remedy } = explain(failure);
  return { name, state: "failed", what: message, remedy };
}
