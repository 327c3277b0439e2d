import { writeFileSync } from "node:fs";
import type { Command } from "commander";
import { exportCustomers, listCustomers } from "#billing/customer/customer.api.ts";
import { act } from "./context.ts";
import { tableLines } from "./output.ts";

/** `concord customers …`: billing's customers. */
export function addCustomerCommands(program: Command): void {
  const customers = program.command("customers").description("billing's customers");

  act<{ search?: string; limit: string; cursor?: string }>(
    customers
      .command("list")
      .description("list or search customers")
      .option("--search <text>", "those whose name, e-mail or phone begins with it")
      .option("--limit <number>", "how many at most", "50")
      .option("--cursor <cursor>", "where to go on, from the answer before"),
    async ({ call, options }) => {
      const { search, limit, cursor } = options;
      const page = await call(listCustomers, {
        query: {
          limit: Number(limit),
          ...(search === undefined ? {} : { search }),
          ...(cursor === undefined ? {} : { cursor }),
        },
      });
      const rows = page.items.map(({ id, display_name, email, status, linked }) => [
        id,
        display_name,
        email ?? "",
        status,
        linked ? "linked with CRM" : "",
      ]);
      return { json: page, lines: tableLines(rows) };
    },
  );

  act(
    customers.command("export <file>").description("write all customers to a CSV file"),
    async ({ call }, file = "") => {
      const csv = await call(exportCustomers, {});
      writeFileSync(file, csv, { mode: 0o600 });
      return { json: { file, bytes: Buffer.byteLength(csv) }, lines: [`Customers are in ${file}`] };
    },
  );
}
