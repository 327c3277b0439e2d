import type { Command } from "commander";
import {
  addContactPerson,
  editContactPerson,
  removeContactPerson,
} from "#billing/customer/contact-person.api.ts";
import {
  createCustomer,
  customerTimeline,
  deleteCustomer,
  editCustomer,
  setCustomerStatus,
} from "#billing/customer/customer.api.ts";
import { pathOf } from "#billing/customer/customer-view.ts";
import { counted } from "#app/figures.ts";
import { AppError } from "#kernel/errors.ts";
import { act } from "./context.ts";
import { collect, valuesOf } from "./pairs.ts";
import { tableLines } from "./output.ts";

type Values = { set?: string[] };

const setHelp =
  "field=value, such as phone=, billing_city= or cf_…=; an empty value empties; may be repeated";

/** `concord customers …`: creating, changing and deleting them, and their people. */
export function addCustomerWriteCommands(customers: Command): void {
  act<Values>(
    customers
      .command("create <name>")
      .description("create a customer")
      .option("--set <pair>", setHelp, collect),
    async ({ call, options }, name = "") => {
      const made = await call(createCustomer, { body: { ...bodyOf(options), display_name: name } });
      return { json: made, lines: [`${made.display_name} is created: ${made.id}`] };
    },
  );
  act<Values>(
    customers
      .command("edit <customer>")
      .description("change fields of a customer")
      .option("--set <pair>", setHelp, collect),
    async ({ call, options }, customer = "") => {
      const saved = await call(editCustomer, { params: { customer }, body: bodyOf(options) });
      return { json: saved, lines: [`${saved.display_name} is saved, version ${saved.version}`] };
    },
  );
  addStatus(customers);
  act(
    customers.command("delete <customer>").description("delete a customer that nothing refers to"),
    async ({ call }, customer = "") => {
      const done = await call(deleteCustomer, { params: { customer } });
      return { json: done, lines: [`${customer} is deleted`] };
    },
  );
  addTimeline(customers);
  addPeople(customers);
}

function addStatus(customers: Command): void {
  act(
    customers.command("status <status> <customers...>").description("make customers active or inactive"),
    async ({ call }, status = "", ...ids) => {
      if (status !== "active" && status !== "inactive")
        throw new AppError("cli.usage", {
          message: `${status} is no status`,
          remedy: "Write active or inactive.",
        });
      const done = await call(setCustomerStatus, { body: { customers: ids, status } });
      return {
        json: done,
        lines: [
          `${counted(done.changed.length, "customer")} made ${status}`,
          ...done.refused.map(({ customer, title, remedy }) => `${customer}: ${title}. ${remedy}`),
        ],
        ...(done.refused.length > 0
          ? { failed: `${counted(done.refused.length, "customer")} left as it is` }
          : {}),
      };
    },
  );
}

function addTimeline(customers: Command): void {
  act(
    customers.command("timeline <customer>").description("what happened to a customer, newest first"),
    async ({ call }, customer = "") => {
      const page = await call(customerTimeline, { params: { customer }, query: { limit: 200 } });
      const rows = page.items.map(({ at, actor, kind, note, changes }) => [
        at,
        actor.name,
        kind,
        [
          note,
          ...changes.map(
            ({ field, from, to }) => `${field}: ${JSON.stringify(from)} -> ${JSON.stringify(to)}`,
          ),
        ]
          .filter((text) => text !== null)
          .join("; "),
      ]);
      return { json: page, lines: tableLines(rows) };
    },
  );
}

function addPeople(customers: Command): void {
  act<Values>(
    customers
      .command("add-person <customer>")
      .description("add a contact person to a customer")
      .option("--set <pair>", "field=value, such as first_name= or email=; may be repeated", collect),
    async ({ call, options }, customer = "") => {
      const person = await call(addContactPerson, { params: { customer }, body: personOf(options) });
      return { json: person, lines: [`The contact person is added: ${person.id}`] };
    },
  );
  act<Values>(
    customers
      .command("edit-person <person>")
      .description("change fields of a contact person")
      .option("--set <pair>", "field=value; is_primary=true makes it the primary one", collect),
    async ({ call, options }, person = "") => {
      const saved = await call(editContactPerson, { params: { person }, body: personOf(options) });
      return { json: saved, lines: [`The contact person is saved: ${saved.id}`] };
    },
  );
  act(
    customers.command("remove-person <person>").description("remove a contact person"),
    async ({ call }, person = "") => {
      const done = await call(removeContactPerson, { params: { person } });
      return { json: done, lines: [`${person} is removed`] };
    },
  );
}

/** `billing_city=Berlin` and `cf_tier=Gold` as the API takes them: `{ billing_address: { city }, custom_fields: { cf_tier } }`. */
function bodyOf({ set = [] }: Values): Record<string, unknown> {
  const body: Record<string, Record<string, unknown>> = {};
  const plain: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(valuesOf(set))) {
    const [group = "", part] = pathOf(name).split(".");
    if (part === undefined) plain[name] = name === "tags" ? tagsOf(value) : value;
    else body[group] = { ...body[group], [part]: value };
  }
  return { ...plain, ...body };
}

function tagsOf(value: string | null): string[] {
  return (value ?? "")
    .split(",")
    .map((tag) => tag.trim())
    .filter((tag) => tag !== "");
}

function personOf({ set = [] }: Values): Record<string, unknown> {
  const { is_primary: primary, ...values } = valuesOf(set);
  return { ...values, ...(primary === undefined ? {} : { is_primary: primary === "true" }) };
}
