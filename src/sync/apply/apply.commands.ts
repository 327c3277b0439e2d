import {
  changedContactPerson,
  type ContactPerson,
  newContactPerson,
} from "#billing/customer/contact-person.ts";
import { changedCustomer, changeOf, type Customer, newCustomer } from "#billing/customer/customer.ts";
import type { ConnectionId, ContactPersonId, CustomerId, OrganizationId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import type { LinkRow } from "#sync/link/link.table.ts";
import type { Decision, Values, Write } from "#sync/plan/decision.ts";
import type { RunTx } from "#sync/run/statements.store.ts";

/** What every row of a batch needs beside its decision. */
export type ApplyContext = {
  organizationId: OrganizationId;
  connectionId: ConnectionId;
  configVersion: number;
  baseCurrency: string;
  now: Instant;
};

/** Somebody changed a record between reading and writing: the batch is planned again on what is there now. */
export class ChangedMeanwhile extends Error {}

/**
 * Writes a batch of decisions: customers, contact persons, links. One transaction of the caller's, and bulk statements
 * only, so that a batch of a thousand costs a few round trips. Throws ChangedMeanwhile; the caller rolls back and plans anew.
 */
export async function applyDecisions(
  tx: RunTx,
  context: ApplyContext,
  decisions: readonly Decision[],
  linkedBefore: ReadonlySet<string>,
): Promise<void> {
  const customers = { made: [] as Customer[], changed: [] as { from: Customer; to: Customer }[] };
  const persons = {
    made: [] as ContactPerson[],
    changed: [] as { from: ContactPerson; to: ContactPerson }[],
  };
  for (const decision of decisions) {
    const { write } = decision;
    if (write?.do === "insert") {
      if (decision.incoming.target === "customer")
        customers.made.push(customerFrom(context, decision, write));
      else persons.made.push(personFrom(context, decision, write));
    } else if (write?.do === "update") {
      if (write.record.target === "customer")
        customers.changed.push(
          changeCustomer(context, decision, write.record.row, write.values, linkedBefore),
        );
      else persons.changed.push(changePerson(context, write.record.row, write));
    } else if (isNewLink(decision, linkedBefore) && decision.matched?.target === "customer") {
      customers.changed.push(changeCustomer(context, decision, decision.matched.row, {}, linkedBefore));
    }
  }
  await tx.insertCustomersByCopy(customers.made);
  const missed = await tx.updateCustomersByCopy(customers.changed);
  await tx.insertContactPersonsByCopy(persons.made);
  missed.push(...((await tx.updateContactPersonsByCopy(persons.changed)) as string[] as CustomerId[]));
  if (missed.length > 0)
    throw new ChangedMeanwhile(`${missed.length} records were changed while the batch was planned`);
  await writeLinks(tx, context, decisions, linkedBefore);
}

function customerFrom(
  context: ApplyContext,
  { incoming }: Decision,
  write: Extract<Write, { do: "insert" }>,
): Customer {
  const { custom_fields, ...values } = changeOf(write.values, {});
  const type = incoming.module === "Accounts" ? "business" : "individual";
  const draft = {
    type,
    currency_code: context.baseCurrency,
    display_name: "",
    ...values,
    ...(custom_fields ? { custom_fields } : {}),
  } as const;
  return {
    ...newCustomer(draft, {
      organizationId: context.organizationId,
      id: write.id as CustomerId,
      source: "crm",
      now: context.now,
    }),
    crm_links: 1,
  };
}

function personFrom(
  context: ApplyContext,
  decision: Decision,
  write: Extract<Write, { do: "insert" }>,
): ContactPerson {
  const customerId = decision.link?.customerId;
  if (!customerId) throw new Error("a new contact person has a customer");
  return newContactPerson(write.values, {
    organizationId: context.organizationId,
    customerId,
    id: write.id as ContactPersonId,
    now: context.now,
  });
}

/** The customer after the decision; one more link where it was not linked by this record before. */
function changeCustomer(
  context: ApplyContext,
  decision: Decision,
  from: Customer,
  values: Values,
  linkedBefore: ReadonlySet<string>,
): { from: Customer; to: Customer } {
  const isMore = isNewLink(decision, linkedBefore) && decision.replaces === undefined;
  const links = isMore ? { crm_links: from.crm_links + 1 } : {};
  return {
    from,
    to: changedCustomer(from, { ...changeOf(values, from.custom_fields), ...links }, context.now),
  };
}

function changePerson(
  context: ApplyContext,
  from: ContactPerson,
  write: Extract<Write, { do: "update" }>,
): { from: ContactPerson; to: ContactPerson } {
  const moved = write.moveTo ? { customer_id: write.moveTo, is_primary: false } : {};
  return {
    from,
    to: changedContactPerson(from, { ...(write.values as Partial<ContactPerson>), ...moved }, context.now),
  };
}

function isNewLink({ incoming, link }: Decision, linkedBefore: ReadonlySet<string>): boolean {
  return link?.state === "linked" && !linkedBefore.has(incoming.crmId);
}

async function writeLinks(
  tx: RunTx,
  context: ApplyContext,
  decisions: readonly Decision[],
  linkedBefore: ReadonlySet<string>,
): Promise<void> {
  const rows = decisions.flatMap((decision) =>
    decision.link ? [linkRow(context, decision, decision.link)] : [],
  );
  await tx.makeDuplicates(
    context,
    decisions.flatMap((decision) => decision.replaces ?? []),
  );
  await tx.insertLinks(rows.filter((row) => !linkedBefore.has(row.crm_id)));
  await tx.updateLinks(rows.filter((row) => linkedBefore.has(row.crm_id)));
}

function linkRow(
  context: ApplyContext,
  { incoming }: Decision,
  link: NonNullable<Decision["link"]>,
): LinkRow {
  return {
    organization_id: context.organizationId,
    connection_id: context.connectionId,
    crm_id: incoming.crmId,
    crm_module: incoming.module,
    target: incoming.target,
    customer_id: link.customerId ?? null,
    contact_person_id: link.contactPersonId ?? null,
    state: link.state,
    base: JSON.stringify(link.base),
    config_version: context.configVersion,
    issues: link.issues.length > 0 ? JSON.stringify(link.issues) : null,
    intent: link.intent ? JSON.stringify(link.intent) : null,
    crm_modified_time: incoming.modifiedTime,
    linked_at: context.now,
    updated_at: context.now,
  };
}
