import type { Command } from "commander";
import { importCustomers } from "#billing/customer/customer-import.api.ts";
import { mergeCustomers, undoMerge } from "#billing/customer/customer-merge.api.ts";
import {
  type CustomerView,
  exportCustomers,
  getCustomer,
  listCustomers,
} from "#billing/customer/customer.api.ts";
import { counted } from "#app/figures.ts";
import { customerPanel } from "#sync/run/run.api.ts";
import { addAttachmentCommands } from "./attachment.ts";
import { act } from "./context.ts";
import { addCustomFieldCommands } from "./custom-field.ts";
import { addCustomerWriteCommands } from "./customer-write.ts";
import { readTextFile, writeOwnFile } from "./file.ts";
import { collect, pairsOf } from "./pairs.ts";
import { limitOf } from "./limit.ts";
import { tableLines } from "./output.ts";
import { addStatementCommand } from "./statement.ts";

type ListOptions = {
  search?: string;
  status?: "active" | "inactive" | "merged";
  linked?: boolean;
  subscribed?: boolean;
  overdue?: boolean;
  limit: string;
  cursor?: string;
};

/** `concord customers …`: billing's customers. */
export function addCustomerCommands(program: Command): void {
  const customers = program.command("customers").description("billing's customers");

  act<ListOptions>(
    customers
      .command("list")
      .description("list or search customers")
      .option("--search <text>", "those whose name, e-mail or phone begins with it")
      .option("--status <status>", "active, inactive or merged")
      .option("--linked", "those that are linked with the CRM")
      .option("--no-linked", "those that are not")
      .option("--subscribed", "those with a subscription that is not over")
      .option("--no-subscribed", "those without one")
      .option("--overdue", "those with an invoice that is overdue")
      .option("--no-overdue", "those without one")
      .option("--limit <number>", "how many at most", "50")
      .option("--cursor <cursor>", "where to go on, from the answer before"),
    async ({ call, options }) => {
      const asked = askedOf(options);
      const page = await call(listCustomers, { query: { limit: limitOf(options), ...asked } });
      const rows = page.items.map(({ id, display_name, email, status, linked }) => [
        id,
        display_name,
        email ?? "",
        status,
        linked ? "linked with CRM" : "",
      ]);
      const none = Object.keys(asked).length === 0 ? "No customer yet" : "No customer is like that";
      const missed = options.search === undefined ? none : `No customer begins with ${options.search}`;
      return { json: page, lines: rows.length === 0 ? [missed] : tableLines(rows) };
    },
  );

  act(
    customers.command("export <file>").description("write all customers to a CSV file"),
    async ({ call }, file = "") => {
      const csv = await call(exportCustomers, {});
      writeOwnFile(file, csv);
      return { json: { file, bytes: Buffer.byteLength(csv) }, lines: [`Customers are in ${file}`] };
    },
  );

  addCustomerWriteCommands(customers);
  addCustomFieldCommands(customers, "customer");
  addShow(customers);
  addStatementCommand(customers);
  addAttachmentCommands(customers);
  addImport(customers);
  addMerges(customers);
}

/** What a list is asked for, without what was not given. */
function askedOf({ search, status, linked, subscribed, overdue, cursor }: ListOptions) {
  const flags = Object.entries({ linked, subscribed, overdue }).flatMap(([name, is]) =>
    is === undefined ? [] : [[name, is ? "true" : "false"] as const],
  );
  return {
    ...(search === undefined ? {} : { search }),
    ...(status === undefined ? {} : { status }),
    ...(cursor === undefined ? {} : { cursor }),
    ...Object.fromEntries(flags),
  };
}

function addShow(customers: Command): void {
  act(
    customers
      .command("show <customer>")
      .description("one customer, with its contact persons and what the CRM says of it now"),
    async ({ call }, customer = "") => {
      const view = await call(getCustomer, { params: { customer } });
      const panel = view.linked ? await call(customerPanel, { params: { customer } }) : null;
      return {
        json: { customer: view, crm: panel },
        lines: [
          ...linesOf(view),
          ...(panel ? [`CRM: ${panel.name}, owner ${panel.owner ?? "unknown"}, ${panel.crm_url}`] : []),
        ],
      };
    },
  );
}

function linesOf({
  id,
  display_name,
  status,
  email,
  phone,
  currency_code,
  contact_persons,
}: CustomerView): string[] {
  const reached = [email, phone].filter((text) => text !== null).join(", ");
  return [
    `${display_name} (${id}), ${status}, ${currency_code}${reached === "" ? "" : `, ${reached}`}`,
    ...contact_persons.map(
      (person) =>
        `  ${[person.first_name, person.last_name].filter((text) => text !== null).join(" ")}${person.email === null ? "" : ` <${person.email}>`}${person.is_primary ? ", primary" : ""}`,
    ),
  ];
}

type ImportOptions = { map?: string[]; duplicates?: "skip" | "overwrite"; dryRun?: boolean };

function addImport(customers: Command): void {
  act<ImportOptions>(
    customers
      .command("import <file>")
      .description("import customers from a CSV file")
      .option(
        "--map <pair>",
        "HEADER=field; headers are recognised where not given; may be repeated",
        collect,
      )
      .option(
        "--duplicates <policy>",
        "what becomes of a row whose customer is there already: skip or overwrite",
      )
      .option("--dry-run", "say what would happen; writes nothing"),
    async ({ call, options }, path = "") => {
      const { map = [], duplicates, dryRun } = options;
      const done = await call(importCustomers, {
        body: {
          csv: readTextFile(path),
          mapping: pairsOf(map),
          dry_run: dryRun === true,
          ...(duplicates === undefined ? {} : { duplicates }),
        },
      });
      const { created, updated, skipped, unchanged, failed, errors, rows } = done;
      const tally = `${dryRun ? "Would be " : ""}created ${created}, updated ${updated}, skipped ${skipped}, unchanged ${unchanged}, failed ${failed}`;
      return {
        json: done,
        lines: [
          tally,
          ...rows.flatMap(({ row, name, note }) => (note === null ? [] : [`row ${row}, ${name}: ${note}`])),
          ...errors.map(
            ({ row, field, problem }) => `row ${row}${field === null ? "" : `, ${field}`}: ${problem}`,
          ),
        ],
      };
    },
  );
}

function addMerges(customers: Command): void {
  act(
    customers
      .command("merge <survivor> <loser>")
      .description("make one customer of two; the loser becomes inactive"),
    async ({ call }, survivor = "", loser = "") => {
      const done = await call(mergeCustomers, { params: { customer: survivor }, body: { loser } });
      return {
        json: done,
        lines: [
          `${loser} is merged into ${done.customer.display_name}; take it back with concord customers unmerge ${done.merge}`,
        ],
      };
    },
  );
  act(
    customers
      .command("unmerge <merge>")
      .description("take a merge back; what was changed since stays and is named"),
    async ({ call }, merge = "") => {
      const done = await call(undoMerge, { params: { merge } });
      const { survivor, loser, not_returned: kept } = done;
      return {
        json: done,
        lines: [
          `${survivor.display_name} and ${loser.display_name} are two again`,
          ...(kept.length === 0 ? [] : [`${counted(kept.length, "thing")} changed since and stayed:`]),
          ...kept.map(
            ({ what, name, why }) => `  ${what.replaceAll("_", " ")} ${name}: ${why.replaceAll("_", " ")}`,
          ),
        ],
      };
    },
  );
}
