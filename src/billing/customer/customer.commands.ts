import { AppError, type ErrorCode } from "#kernel/errors.ts";
import type { CustomerId } from "#kernel/id.ts";
import { few } from "#kernel/text.ts";
import { recordAudit } from "#platform/audit/audit.store.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import { nameTransactions } from "#billing/document/named.store.ts";
import { getBillingOrganization } from "#billing/organization/organization.commands.ts";
import { changedMeanwhile } from "./changed-meanwhile.ts";
import { type ContactPersonValues, isNamed, newContactPerson } from "./contact-person.ts";
import { insertContactPerson } from "./contact-person.store.ts";
import { customValuesOf } from "#billing/custom-field/custom-field.commands.ts";
import { eventsAfterVersion } from "./customer-event.store.ts";
import { listCustomerFields } from "./customer-field.store.ts";
import { openMergesOf } from "./customer-merge.store.ts";
import {
  changedCustomer,
  changeOf,
  type Customer,
  type CustomerChange,
  type CustomerValues,
  diffCustomers,
  newCustomer,
} from "./customer.ts";
import {
  deleteCustomer as deleteRow,
  findCustomer,
  findCustomerForUpdate,
  insertCustomer,
  updateCustomer,
} from "./customer.store.ts";
import { tellOfCustomer } from "./told.commands.ts";
import {
  findCustomersWithSubscriptions,
  findRunningSubscriptions,
  findTransactionKinds,
} from "./transactions.store.ts";

/** Values as the API, a file or a form gives them, in canonical form; custom fields are checked here. */
export type GivenCustomer = Partial<Omit<CustomerValues, "custom_fields">> & {
  custom_fields?: Record<string, unknown> | undefined;
};

export type NewCustomerInput = GivenCustomer &
  Pick<CustomerValues, "display_name"> & { contact_persons?: Partial<ContactPersonValues>[] | undefined };

/** Creates a customer with its contact persons; without a currency it gets the organization's. */
export async function createCustomer(
  tx: Tx,
  act: Act,
  given: NewCustomerInput,
  source: Customer["source"] = "local",
): Promise<Customer> {
  const { contact_persons: persons = [], custom_fields: custom = {}, ...values } = given;
  const currency = values.currency_code ?? (await getBillingOrganization(tx)).base_currency;
  const customValues = await customValuesOf(tx, "customer", custom);
  const draft = {
    type: "business" as const,
    ...values,
    ...changeOf(customValues, {}),
    currency_code: currency,
  };
  const customer = newCustomer(draft, {
    organizationId: act.organizationId,
    id: act.ids("cus"),
    source,
    now: act.now,
  });
  await insertCustomer(tx, customer);
  for (const [at, person] of persons.entries()) await addPerson(tx, act, customer.id, person, at);
  await tellOfCustomer(tx, act, {
    customerId: customer.id,
    kind: "created",
    note: customer.display_name,
    version: 1,
  });
  return customer;
}

async function addPerson(
  tx: Tx,
  act: Act,
  customerId: CustomerId,
  values: Partial<ContactPersonValues>,
  at: number,
): Promise<void> {
  const id = act.ids("cpn");
  const person = newContactPerson(values, {
    organizationId: act.organizationId,
    customerId,
    id,
    now: act.now,
  });
  if (!isNamed(person))
    throw new AppError("contact_person.unnamed", {
      fields: [{ path: `contact_persons.${at}`, problem: "Enter a name, an e-mail address or a number" }],
    });
  await insertContactPerson(tx, person);
}

/** A customer of the organization; refuses with `customer.not_found`. */
export async function getCustomer(tx: Tx, id: CustomerId): Promise<Customer> {
  return (await findCustomer(tx, id)) ?? notFound(id);
}

/** A customer, locked until the transaction ends; refuses with `customer.not_found`. */
export async function getCustomerForUpdate(tx: Tx, id: CustomerId): Promise<Customer> {
  return (await findCustomerForUpdate(tx, id)) ?? notFound(id);
}

function notFound(id: CustomerId): never {
  throw new AppError("customer.not_found", { customer: id });
}

/** Whoever edits says what state the edit was made on; without a version the edit is laid over whatever there is. */
export type Edit = { id: CustomerId; version?: number | undefined; given: GivenCustomer };

/** Changes the given fields of a customer. Writes nothing when nothing differs. */
export async function editCustomer(tx: Tx, act: Act, { id, version, given }: Edit): Promise<Customer> {
  const customer = await getEditable(tx, id, version);
  const { custom_fields: custom = {}, ...values } = given;
  const change = {
    ...values,
    ...changeOf(await customValuesOf(tx, "customer", custom), customer.custom_fields),
  };
  if (change.currency_code !== undefined && change.currency_code !== customer.currency_code)
    await refuseTied(tx, customer, "customer.currency_fixed");
  return write(tx, act, customer, change, "changed");
}

/** A customer that was not merged away, its row locked. */
export async function getWritableCustomer(tx: Tx, id: CustomerId): Promise<Customer> {
  const customer = await getCustomerForUpdate(tx, id);
  if (customer.merged_into !== null) throw await mergedAway(tx, customer);
  return customer;
}

/** Why a customer that was merged away is neither written nor billed; names the one that stands for it. */
export async function mergedAway(tx: Tx, { id, display_name, merged_into }: Customer): Promise<AppError> {
  const other = merged_into === null ? undefined : await findCustomer(tx, merged_into);
  const message = `${display_name} was merged into ${other?.display_name ?? "another customer"}`;
  return new AppError("customer.merged", { customer: id, merged_into, message });
}

/** A customer that may be written, and is unchanged since the version named. */
async function getEditable(tx: Tx, id: CustomerId, version: number | undefined): Promise<Customer> {
  const customer = await getWritableCustomer(tx, id);
  if (version !== undefined && version !== customer.version) await refuseOlder(tx, customer, version);
  return customer;
}

async function refuseOlder(tx: Tx, customer: Customer, version: number): Promise<never> {
  const events = await eventsAfterVersion(tx, customer.id, version);
  throw new AppError("customer.changed_meanwhile", {
    customer: customer.id,
    version: customer.version,
    fields: changedMeanwhile(events, await listCustomerFields(tx)),
    at: customer.updated_at,
  });
}

async function write(
  tx: Tx,
  act: Act,
  customer: Customer,
  change: CustomerChange,
  kind: string,
): Promise<Customer> {
  const next = changedCustomer(customer, change, act.now);
  const changes = diffCustomers(customer, next);
  if (changes.length === 0) return customer;
  await updateCustomer(tx, next);
  await tellOfCustomer(tx, act, { customerId: customer.id, kind, changes, version: next.version });
  return next;
}

/** Makes a customer inactive: it is kept and found, but offered nowhere. */
export async function inactivateCustomer(tx: Tx, act: Act, id: CustomerId): Promise<Customer> {
  const customer = await getEditable(tx, id, undefined);
  const running = await findRunningSubscriptions(tx, id);
  if (running.length > 0) {
    const message = `${customer.display_name} has ${few(running)}, which ${running.length === 1 ? "is" : "are"} not over`;
    throw new AppError("customer.has_subscriptions", { customer: id, message });
  }
  return write(tx, act, customer, { status: "inactive" }, "inactivated");
}

/** Makes a customer active again. */
export async function activateCustomer(tx: Tx, act: Act, id: CustomerId): Promise<Customer> {
  return write(tx, act, await getEditable(tx, id, undefined), { status: "active" }, "activated");
}

/** Customers that were not changed, each with the reason. */
export type StatusChanges = { changed: CustomerId[]; refused: { customer: CustomerId; code: ErrorCode }[] };

/** Sets the status of several customers; locked in one order, so that two such changes wait for each other. */
export async function setStatusOfMany(
  tx: Tx,
  act: Act,
  ids: readonly CustomerId[],
  status: Customer["status"],
): Promise<StatusChanges> {
  const changed: CustomerId[] = [];
  const refused: StatusChanges["refused"] = [];
  const tied = status === "inactive" ? await findCustomersWithSubscriptions(tx, ids) : new Set();
  for (const id of [...new Set(ids)].toSorted()) {
    const customer = await findCustomerForUpdate(tx, id);
    if (customer === undefined) refused.push({ customer: id, code: "customer.not_found" });
    else if (customer.merged_into !== null) refused.push({ customer: id, code: "customer.merged" });
    else if (tied.has(id)) refused.push({ customer: id, code: "customer.has_subscriptions" });
    else if (customer.status !== status) {
      await write(tx, act, customer, { status }, status === "active" ? "activated" : "inactivated");
      changed.push(id);
    }
  }
  return { changed, refused };
}

/** Deletes a customer that nothing refers to, with its contact persons and timeline. */
export async function deleteCustomer(tx: Tx, act: Act, id: CustomerId): Promise<void> {
  const customer = await getEditable(tx, id, undefined);
  await refuseTied(tx, customer, "customer.has_transactions");
  const merges = await openMergesOf(tx, id);
  if (merges.length > 0) {
    const many = merges.length === 1 ? "a merge" : `${merges.length} merges`;
    const message = `${customer.display_name} is part of ${many}, which can still be undone`;
    throw new AppError("customer.in_use", { customer: id, merges: merges.map((merge) => merge.id), message });
  }
  try {
    await deleteRow(tx, id);
  } catch (error) {
    throw isForeignKeyViolation(error) ? new AppError("customer.in_use", { customer: id }) : error;
  }
  const subject = { kind: "customer", id };
  await recordAudit(tx, {
    ...act,
    at: act.now,
    action: "customer.deleted",
    subject,
    details: { display_name: customer.display_name },
  });
}

async function refuseTied(
  tx: Tx,
  { id, display_name: name, currency_code: currency }: Customer,
  code: "customer.currency_fixed" | "customer.has_transactions",
): Promise<void> {
  const kinds = await findTransactionKinds(tx, id);
  if (kinds.length === 0) return;
  const which = await nameTransactions(tx, id);
  const message =
    code === "customer.has_transactions"
      ? `${name} has ${which}`
      : `${name} keeps the currency ${currency}, in which it has ${which}`;
  throw new AppError(code, { customer: id, transactions: kinds, message });
}

function isForeignKeyViolation(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "23503";
}
