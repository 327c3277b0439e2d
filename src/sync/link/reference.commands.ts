import { AppError } from "#kernel/errors.ts";
import type { CustomerId, RunId } from "#kernel/id.ts";
import type { Member } from "#platform/auth/actor.ts";
import { inOrganization, type Tx } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import { findConnectionForUpdate } from "#sync/connection/connection.store.ts";
import type { CrmModule } from "#sync/mapping/incoming.ts";
import { queueRun } from "#sync/run/run.commands.ts";
import { findActiveRun } from "#sync/run/run.store.ts";
import { findRecordLinks, type RecordLink } from "./link-list.store.ts";
import { findPlace, type Place } from "./place.commands.ts";
import type { ReferenceKind } from "./reference.api.ts";
import { customerModules } from "./repair.ts";

type Call = { deps: Deps; member: Member };
type Reference = { crmId: string; kind: ReferenceKind; connection: string | undefined };

const modules: Readonly<Record<ReferenceKind, CrmModule>> = {
  zcrm_account_id: "Accounts",
  zcrm_contact_id: "Contacts",
};

/** The link of a CRM record with a customer; refuses with `link.no_such_reference` where none counts. */
export async function getReferred(
  { deps, member }: Call,
  reference: Reference,
): Promise<RecordLink & { name: string; customer_id: CustomerId }> {
  return inOrganization(deps.db, member.organizationId, async (tx) => {
    const { connection } = await placeOf(tx, reference);
    const link = (await findRecordLinks(tx, connection.id, [reference.crmId])).get(reference.crmId);
    const isOne = link?.target === "customer" && link.state !== "closed" && link.state !== "duplicate";
    if (!isOne || link.name === null || link.customer_id === null)
      throw new AppError("link.no_such_reference", { crm_id: reference.crmId });
    return { ...link, name: link.name, customer_id: link.customer_id };
  });
}

/**
 * Starts a run that brings one record by its id, whatever its view says. Where one brings this very record already,
 * that is the run: whoever asks twice gets one customer, and no refusal (F40).
 */
export async function startImport(call: Call, reference: Reference): Promise<RunId> {
  const { connection } = await inOrganization(call.deps.db, call.member.organizationId, (tx) =>
    placeOf(tx, reference),
  );
  const subject = `${modules[reference.kind]}:${reference.crmId}`;
  return inOrganization(call.deps.db, call.member.organizationId, async (tx) => {
    // Held as `queueRun` holds it, so that of two who ask at once the second sees the run of the first.
    await findConnectionForUpdate(tx, connection.id);
    const active = await findActiveRun(tx, connection.id);
    if (active?.kind === "fetch_one" && active.subject === subject) return active.id;
    return queueRun(call, tx, connection.id, { kind: "fetch_one", mode: "incremental", subject });
  });
}

/** The connection that a reference is of; refuses an id of what it makes no customers of, with what it takes. */
async function placeOf(tx: Tx, { kind, connection }: Reference): Promise<Place> {
  const place = await findPlace(tx, connection);
  const taken = customerModules(place.settings);
  if (taken.includes(modules[kind])) return place;
  const wanted = taken.map((module) => (module === "Accounts" ? "zcrm_account_id" : "zcrm_contact_id"));
  throw new AppError("link.wrong_id_kind", {
    reference_id_type: kind,
    takes: wanted,
    message: `This connection makes customers of ${taken.join(" and ")}, not of ${modules[kind]}`,
    remedy: `Give reference_id_type ${wanted.join(" or ")} with the id of such a record.`,
  });
}
