import { listCustomerFields } from "#billing/customer/customer-field.store.ts";
import {
  type BillingField,
  contactPersonFields,
  customerFieldsWith,
} from "#billing/customer/customer-fields.ts";
import { AppError } from "#kernel/errors.ts";
import type { CustomerId } from "#kernel/id.ts";
import type { Member } from "#platform/auth/actor.ts";
import { inOrganization, type Tx } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import { takenIn } from "#sync/conflict/conflict.ts";
import { sidesOf } from "#sync/conflict/conflict.store.ts";
import { listConflictRows } from "#sync/conflict/conflict-list.store.ts";
import type { Conflict } from "#sync/conflict/conflict.table.ts";
import { listKeptLinks } from "./kept-link.store.ts";
import type { FieldOrigin, FieldStory } from "./story.api.ts";
import { type Recorded, readRows } from "./story-row.ts";
import { readStoryRows, type Subject } from "./story.store.ts";
import type { Asked } from "./story.ts";
import { linesOfOrigin, originView, storyView } from "./story-view.ts";

type Call = { deps: Deps; member: Member };

/** As many changes of one field as are told, of each kind; nobody reads more, and a story fits into memory. */
const mostLines = 200;

/** Each field of a customer or contact person, with where its value came from (B5). */
export function tellOrigins({ deps, member }: Call, subject: Subject): Promise<{ items: FieldOrigin[] }> {
  return inOrganization(deps.db, member.organizationId, async (tx) => {
    const recorded = await readRecorded(tx, subject, { limit: linesOfOrigin });
    const links = await listKeptLinks(tx, subject);
    const fields = await fieldsOf(tx, subject);
    return { items: fields.map((field) => originView(field, recorded, links)) };
  });
}

/** All that is on record of one field (B5). */
export function tellStory({ deps, member }: Call, subject: Subject, name: string): Promise<FieldStory> {
  return inOrganization(deps.db, member.organizationId, async (tx) => {
    const recorded = await readRecorded(tx, subject, { field: name, limit: mostLines });
    const field = fieldNamed(await fieldsOf(tx, subject), subject, name);
    const links = await listKeptLinks(tx, subject);
    return storyView(field, recorded, links, {
      conflicts: await conflictsOf(tx, subject, recorded, name),
      most: mostLines,
    });
  });
}

async function readRecorded(
  tx: Tx,
  subject: Subject,
  which: Parameters<typeof readStoryRows>[2],
): Promise<Recorded> {
  const recorded = readRows(await readStoryRows(tx, subject, which));
  if (recorded) return recorded;
  throw subject.target === "customer"
    ? new AppError("customer.not_found", { customer: subject.id })
    : new AppError("contact_person.not_found", { contact_person: subject.id });
}

async function fieldsOf(tx: Tx, { target }: Subject): Promise<readonly BillingField[]> {
  return target === "customer" ? customerFieldsWith(await listCustomerFields(tx)) : contactPersonFields;
}

function fieldNamed(fields: readonly BillingField[], { target }: Subject, name: string): BillingField {
  const found = fields.find((field) => field.name === name);
  if (found) return found;
  const known = fields.map((field) => field.name);
  throw new AppError("story.field_unknown", {
    message: `A ${target.replace("_", " ")} has no field ${name}`,
    remedy: `Choose one of ${known.join(", ")}.`,
    fields_known: known,
  });
}

async function conflictsOf(
  tx: Tx,
  { target, id }: Subject,
  { values }: Recorded,
  field: string,
): Promise<Asked[]> {
  const customer = (target === "customer" ? id : values["customer_id"]) as CustomerId;
  const states = ["open", "decided", "settled"];
  const rows = await listConflictRows(tx, { customer, field, states, limit: mostLines });
  return rows.filter((row) => row.record_id === id).map(askedOf);
}

function askedOf(row: Conflict): Asked {
  const { base, crm, billing } = sidesOf(row);
  const { id, state, decided_by_name: by, decided_at, opened_at: at, crm_modified_by: crm_by } = row;
  const taken = takenIn(row);
  const decision = taken && decided_at !== null ? { ...taken, by: by ?? "Somebody", at: decided_at } : null;
  const conflict = { id, state, crm, crm_by, billing, decision };
  return { what: "conflict", from: base, to: null, at, until: at, conflict };
}
