import { type ContactPerson, newContactPerson } from "#billing/customer/contact-person.ts";
import { type Customer, newCustomer } from "#billing/customer/customer.ts";
import type { ContactPersonId, CustomerId } from "#kernel/id.ts";
import { type Office, written } from "./office.ts";
import type { Swarm } from "./swarm.ts";

/** What people do in billing. */
export function billingUsers(
  { world, swarm, tables, billing, ids, organizationId, chance: rng }: Office,
  fresh: () => string,
) {
  const { customers, persons } = tables;
  const some = <Row>(rows: readonly Row[]): Row | undefined => (rows.length > 0 ? rng.pick(rows) : undefined);
  const active = () => customers.rows().filter((row) => row.merged_into === null);
  const isWithPersons = swarm.module === "accounts-and-contacts";
  function change(person: ContactPerson | undefined, customer: Customer | undefined): void {
    const names = person ? ["first_name", "last_name", "email"] : customerNames(swarm);
    const values = Object.fromEntries(
      names
        .filter(() => rng.chance(0.4))
        .map((name) => [name, written(rng, name, fresh(), !kept.has(name), true)]),
    );
    if (Object.keys(values).length === 0) return;
    if (person) billing.changePerson(person, values);
    else if (customer) billing.changeCustomer(customer, values);
  }
  return {
    addCustomer: () => {
      const draft = {
        ...({ type: "business", currency_code: "USD", display_name: `display_name ${fresh()}` } as const),
        ...(rng.chance(0.6) ? { notes: `notes ${fresh()}` } : {}),
        ...(rng.chance(0.6) ? { billing_city: `billing_city ${fresh()}` } : {}),
        ...(swarm.module === "contacts" ? { last_name: `last_name ${fresh()}` } : {}),
      };
      const id: CustomerId = ids("cus");
      billing.addCustomer(newCustomer(draft, { organizationId, id, source: "local", now: world.now() }));
    },
    addPerson: () => {
      const customer = some(active());
      if (!customer || !isWithPersons) return;
      const id: ContactPersonId = ids("cpn");
      const values = { last_name: `last_name ${fresh()}`, email: `${fresh()}@example.com` };
      billing.addPerson(
        newContactPerson(values, { organizationId, customerId: customer.id, id, now: world.now() }),
      );
    },
    edit: () => {
      const person = isWithPersons && rng.chance(0.35) ? some(persons.rows()) : undefined;
      change(person, person ? undefined : some(active()));
    },
    editOneOf: (ids: readonly string[]) => {
      const id = rng.pick(ids);
      change(persons.get(id), customers.get(id));
    },
    remove: () => {
      const person = isWithPersons && rng.chance(0.5) ? some(persons.rows()) : undefined;
      // Whoever others were merged into stays, as billing has it.
      const isSurvivor = (id: string) => customers.rows().some((row) => row.merged_into === id);
      const customer = person ? undefined : some(active().filter(({ id }) => !isSurvivor(id)));
      if (person) billing.removePerson(person.id);
      else if (customer) billing.removeCustomer(customer.id);
    },
    merge: () => {
      const survivor = some(active());
      const loser = some(active().filter((one) => one.id !== survivor?.id));
      if (survivor && loser) billing.mergeCustomers(survivor, loser, "user");
    },
    deactivate: () => {
      const customer = some(active());
      if (customer)
        billing.changeCustomer(customer, { status: customer.status === "active" ? "inactive" : "active" });
    },
  };
}

/** Names without which a record would have none: people keep them. */
const kept: ReadonlySet<string> = new Set(["display_name", "last_name"]);

function customerNames({ module }: Swarm): string[] {
  return module === "contacts"
    ? ["display_name", "first_name", "last_name", "notes", "billing_city"]
    : ["display_name", "notes", "billing_city"];
}
