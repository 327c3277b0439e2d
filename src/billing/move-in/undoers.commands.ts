import { AppError } from "#kernel/errors.ts";
import type { ContactPersonId, CustomerId } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import { editContactPerson, removeContactPerson } from "#billing/customer/contact-person.commands.ts";
import { findContactPersonForUpdate, listContactPersons } from "#billing/customer/contact-person.store.ts";
import { activateCustomer, deleteCustomer, editCustomer } from "#billing/customer/customer.commands.ts";
import { findCustomerForUpdate } from "#billing/customer/customer.store.ts";
import type { MoveInKind } from "./move-in-kind.ts";
import type { MoveInLine } from "./move-in.ts";

/** Takes a record back, or refuses with the reason. */
export type Undoer = (tx: Tx, act: Act, line: MoveInLine) => Promise<void>;

/** How records of each kind are taken back. */
export const undoers: Readonly<Record<MoveInKind, Undoer>> = {
  customers: undoCustomer,
  contact_persons: undoContactPerson,
};

/** What was imported, as it is now; undefined where somebody deleted it. Refuses what was changed since. */
function unchanged<Row extends { version: number }>(row: Row | undefined, line: MoveInLine): Row | undefined {
  if (row !== undefined && row.version !== line.version)
    throw new AppError("move_in.changed_since", { subject: line.subject });
  return row;
}

/** The values that an update replaced. */
function formerValues({ changes }: MoveInLine): [string, unknown][] {
  return changes.filter(({ field }) => field !== "status").map(({ field, from }) => [field, from]);
}

/** A new customer is deleted with nothing that hangs on it; a changed one gets its former values. */
async function undoCustomer(tx: Tx, act: Act, line: MoveInLine): Promise<void> {
  const id = line.subject as CustomerId;
  if (unchanged(await findCustomerForUpdate(tx, id), line) === undefined) return;
  if (line.changes.length === 0) {
    if ((await listContactPersons(tx, id)).length > 0)
      throw new AppError("move_in.in_use", { message: "It has contact persons" });
    return deleteCustomer(tx, act, id);
  }
  if (line.changes.some(({ field, from }) => field === "status" && from === "active"))
    await activateCustomer(tx, act, id);
  const former = formerValues(line);
  const own = former.filter(([field]) => !field.startsWith("cf_"));
  const custom = former.filter(([field]) => field.startsWith("cf_"));
  const given = { ...Object.fromEntries(own), custom_fields: Object.fromEntries(custom) };
  await editCustomer(tx, act, { id, given });
}

async function undoContactPerson(tx: Tx, act: Act, line: MoveInLine): Promise<void> {
  const id = line.subject as ContactPersonId;
  if (unchanged(await findContactPersonForUpdate(tx, id), line) === undefined) return;
  if (line.changes.length === 0) return removeContactPerson(tx, act, id);
  await editContactPerson(tx, act, id, Object.fromEntries(formerValues(line)));
}
