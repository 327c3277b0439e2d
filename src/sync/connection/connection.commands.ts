import { findBillingOrganization } from "#billing/organization/organization.store.ts";
import { AppError } from "#kernel/errors.ts";
import type { ConnectionId, OrganizationId } from "#kernel/id.ts";
import { recordAudit } from "#platform/audit/audit.store.ts";
import type { Member } from "#platform/auth/actor.ts";
import { inOrganization, type Tx } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import type { z } from "zod";
import type { Check, connect } from "./connection.api.ts";
import { closeChannel } from "#sync/live/channel.commands.ts";
import { renewSoon, wake } from "#sync/live/live.store.ts";
import {
  type Connection,
  findConnection,
  findConnectionByCrm,
  findConnectionForUpdate,
  insertConnection,
  isTakenTwoWay,
  setProblem,
  updateConnection,
} from "./connection.store.ts";
import { stopActiveRun } from "#sync/run/run.commands.ts";
import { isScheduled, nextRunAt } from "#sync/schedule/next-run.ts";
import { secretPlace } from "./credential.ts";
import { type Identified, identify } from "./identify.commands.ts";

type Given = z.output<(typeof connect)["body"]>["credentials"];
type Call = { deps: Deps; member: Member };

/** The organization's base currency, which a CRM's is held against. */
export async function billingCurrency({ deps, member }: Call): Promise<string> {
  const organization = await inOrganization(deps.db, member.organizationId, findBillingOrganization);
  if (!organization) throw new AppError("auth.organization_unknown");
  return organization.base_currency;
}

/** The connection, or the refusal that there is none. */
export async function getConnectionRow(tx: Tx, id: string): Promise<Connection> {
  const connection = await findConnection(tx, id as ConnectionId);
  if (!connection) throw new AppError("connection.not_found", { connection: id });
  return connection;
}

/**
 * Connects a CRM. A CRM that this organization knows already keeps its links, mapping and history: its credentials are
 * replaced, and a disabled connection is active again (F10, F49).
 */
export async function connectCrm(
  call: Call,
  given: Given,
): Promise<{ id: ConnectionId; checks: z.output<typeof Check>[] }> {
  const { deps, member } = call;
  const { checks, identified, refusal } = await identify(deps, given, await billingCurrency(call));
  if (!identified) throw refusal ?? new AppError("connection.unreachable");
  const isTaken = await isTakenTwoWay(deps.system, identified.org.zgid, member.organizationId);
  const id = await inOrganization(deps.db, member.organizationId, async (tx) => {
    const known = await findConnectionByCrm(tx, identified.org.zgid);
    const connectionId = known?.id ?? deps.ids("con");
    if (known) {
      await replace(call, tx, known, identified, revived(known));
      if (known.state === "disabled" && isTaken)
        await updateConnection(tx, known.id, { extent_allowed: "one-way", updated_at: deps.clock.now() });
    } else await insertConnection(tx, newConnection(call, connectionId, identified, isTaken));
    const action = known ? "connection.reconnected" : "connection.connected";
    await audit(tx, call, action, connectionId, {
      crm: identified.org.company,
      zgid: identified.org.zgid,
      email: identified.email,
      consent: true,
    });
    return connectionId;
  });
  return { id, checks };
}

/** Other credentials for the same CRM organization; those of another one are refused, its links would be wrong (F10, F50). */
export async function replaceCredentialsOf(call: Call, id: string, given: Given): Promise<void> {
  const { deps, member } = call;
  const before = await inOrganization(deps.db, member.organizationId, (tx) => getConnectionRow(tx, id));
  const { identified, refusal } = await identify(deps, given, await billingCurrency(call));
  if (!identified) throw refusal ?? new AppError("connection.unreachable");
  if (identified.org.zgid !== before.crm_zgid) {
    throw new AppError("connection.other_crm", {
      connected: before.crm_company,
      key_of: identified.org.company,
    });
  }
  await inOrganization(deps.db, member.organizationId, async (tx) => {
    await replace(call, tx, before, identified, before.state);
    await audit(tx, call, "connection.credentials_replaced", before.id, { email: identified.email });
  });
}

/** The state in which a connection is found again that its CRM is connected with once more. */
function revived(known: Connection): State {
  if (known.state !== "disabled") return known.state;
  return known.config_version > 0 ? "active" : "connected";
}

async function replace(
  { deps, member }: Call,
  tx: Tx,
  known: Connection,
  identified: Identified,
  state: State,
): Promise<void> {
  const now = deps.clock.now();
  await updateConnection(tx, known.id, {
    ...placeColumns(deps, member.organizationId, known.id, identified),
    state,
    access_token: null,
    access_token_expires_at: null,
    token_refused_until: null,
    updated_at: now,
    ...(state === known.state ? {} : { next_run_at: nextRunAt({ ...known, state }, now) }),
  });
  await setProblem(tx, known.id, undefined, now);
  await renewSoon(tx, known.id);
  await wake(tx, known.id, now);
}

function placeColumns(
  deps: Deps,
  organizationId: OrganizationId,
  id: ConnectionId,
  identified: Identified,
): Pick<
  Connection,
  | "accounts_url"
  | "api_url"
  | "email"
  | "credential"
  | "crm_company"
  | "crm_currency"
  | "crm_user_id"
  | "crm_user_name"
> {
  return {
    accounts_url: identified.accountsUrl,
    api_url: identified.apiUrl,
    email: identified.email,
    credential: deps.vault.seal(
      JSON.stringify(identified.credential),
      secretPlace(organizationId, id, "credential"),
    ),
    crm_company: identified.org.company,
    crm_currency: identified.org.currency,
    crm_user_id: identified.user.id,
    crm_user_name: identified.user.name,
  };
}

function newConnection(
  { deps, member }: Call,
  id: ConnectionId,
  identified: Identified,
  isTaken: boolean,
): Parameters<typeof insertConnection>[1] {
  const now = deps.clock.now();
  return {
    organization_id: member.organizationId,
    id,
    kind: identified.kind,
    ...placeColumns(deps, member.organizationId, id, identified),
    crm_zgid: identified.org.zgid,
    access_token: null,
    access_token_expires_at: null,
    token_refused_until: null,
    // One CRM is tied two-way to one billing organization; the others may only fetch (F51).
    extent_allowed: isTaken ? "one-way" : "two-way",
    state: "connected",
    consent_by: member.actor.name,
    consent_at: now,
    config_version: 0,
    approved_version: 0,
    interval_minutes: 120,
    next_run_at: null,
    last_full_at: null,
    created_at: now,
    updated_at: now,
  };
}

type State = Connection["state"];

/** Which states an action may start from, and where it leads. Everything else is refused with the present state. */
const transitions: Record<
  "pause" | "resume" | "disable" | "reactivate",
  { from: readonly State[]; to: State; action: string }
> = {
  pause: { from: ["active"], to: "paused", action: "connection.paused" },
  resume: { from: ["paused"], to: "active", action: "connection.resumed" },
  disable: { from: ["connected", "active", "paused"], to: "disabled", action: "connection.disabled" },
  reactivate: { from: ["disabled"], to: "active", action: "connection.reactivated" },
};

/** Pauses, resumes, disables or reactivates. What resumes runs at once, to catch up; data and links always stay. */
export async function changeState(call: Call, id: string, name: keyof typeof transitions): Promise<void> {
  const { deps, member } = call;
  const { from, to, action } = transitions[name];
  const taken = name === "reactivate" && (await isTakenByAnother(call, id));
  const changed = await inOrganization(deps.db, member.organizationId, async (tx) => {
    const connection = await findConnectionForUpdate(tx, id as ConnectionId);
    if (!connection) throw new AppError("connection.not_found", { connection: id });
    if (!from.includes(connection.state))
      throw new AppError("connection.wrong_state", {
        state: connection.state,
        needed: from,
        ...wrongState(name, connection.state),
      });
    const now = deps.clock.now();
    const state = to === "active" && connection.config_version === 0 ? "connected" : to;
    const next = isScheduled({ ...connection, state }) ? now : null;
    await updateConnection(tx, connection.id, { state, next_run_at: next, updated_at: now });
    if (name === "disable") await stopActiveRun(tx, connection.id, now);
    if (taken) await updateConnection(tx, connection.id, { extent_allowed: "one-way", updated_at: now });
    await audit(tx, call, action, connection.id, {});
    return connection;
  });
  if (name === "disable") await closeChannel(deps, changed);
}

/** Why an action is refused in a state, in words: mostly, because it is done already. */
function wrongState(name: keyof typeof transitions, state: State): { message: string; remedy: string } {
  if (state === transitions[name].to)
    return {
      message: `The connection is ${state}${name === "pause" || name === "disable" ? " already" : ""}, so there is nothing to ${name}`,
      remedy: "Nothing was changed, and there is nothing to do.",
    };
  if (state === "disabled")
    return {
      message: `The connection is disabled, so it cannot be ${name}d`,
      remedy: "Reactivate it first; its links and settings are kept.",
    };
  if (state === "connected")
    return {
      message: `The connection is not configured yet, so there is nothing to ${name}`,
      remedy: "Choose module, view, duplicates and mapping first (Configure).",
    };
  return {
    message: `The connection is ${state}, not disabled, so there is nothing to reactivate`,
    remedy: "Resume it, and the next run catches up.",
  };
}

/** Whether another organization took the CRM two-way while this connection was disabled (F51). */
async function isTakenByAnother({ deps, member }: Call, id: string): Promise<boolean> {
  const { crm_zgid: zgid } = await inOrganization(deps.db, member.organizationId, (tx) =>
    getConnectionRow(tx, id),
  );
  return isTakenTwoWay(deps.system, zgid, member.organizationId);
}

/** How often auto-sync runs, in minutes; 0 is off. */
export async function changeSchedule(
  call: Call,
  id: string,
  intervalMinutes: 0 | 15 | 60 | 120 | 1440,
): Promise<void> {
  const { deps, member } = call;
  await inOrganization(deps.db, member.organizationId, async (tx) => {
    const connection = await getConnectionRow(tx, id);
    const now = deps.clock.now();
    await updateConnection(tx, connection.id, {
      interval_minutes: intervalMinutes,
      next_run_at: nextRunAt({ ...connection, interval_minutes: intervalMinutes }, now),
      updated_at: now,
    });
    await audit(tx, call, "connection.schedule_changed", connection.id, {
      from: connection.interval_minutes,
      to: intervalMinutes,
    });
  });
}

/** Who did what to a connection. */
export async function audit(
  tx: Tx,
  { deps, member }: Call,
  action: string,
  id: string,
  details: Record<string, unknown>,
): Promise<void> {
  await recordAudit(tx, {
    organizationId: member.organizationId,
    at: deps.clock.now(),
    actor: member.actor,
    action,
    subject: { kind: "connection", id },
    details,
  });
}
