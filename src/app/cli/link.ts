import type { Command } from "commander";
import { AppError } from "#kernel/errors.ts";
import { linkCustomer, searchCrm, unlinkCustomer } from "#sync/link/repair.api.ts";
import { findConnection, withConnection } from "./connection.ts";
import { act, type Context } from "./context.ts";
import { tableLines } from "./output.ts";

/** `concord link`, `unlink`: ties of customers with CRM records, mended by hand. */
export function addLinkCommands(program: Command): void {
  act<{ search?: string }>(
    withConnection(program.command("link <customer> [record]"))
      .description("link a customer with a CRM record, by its id; or look for records to link it with")
      .option("--search <text>", "list CRM records whose name begins with it; links nothing"),
    async (context, customer = "", record) => {
      const connection = await connectionOf(context);
      const params = { customer };
      if (context.options.search !== undefined) {
        const query = { search: context.options.search, ...connection };
        const found = await context.call(searchCrm, { params, query });
        const rows = found.items.map((one) => [
          one.crm_id,
          one.crm_module,
          one.name,
          one.detail ?? "",
          one.customer_name === null ? "" : `linked with ${one.customer_name}`,
        ]);
        return {
          json: found,
          lines: rows.length === 0 ? ["No CRM record begins like this"] : tableLines(rows),
        };
      }
      if (record === undefined)
        throw new AppError("cli.usage", {
          message: "The CRM record is missing",
          remedy: "Give its id, or look for it with --search.",
        });
      const link = await context.call(linkCustomer, { params, body: { crm_id: record, ...connection } });
      return { json: link, lines: [`${link.name} is linked with ${link.crm_module} ${link.crm_id}`] };
    },
  );
  act(
    withConnection(program.command("unlink <customer>")).description(
      "unlink a customer from its CRM record; both stay, and are not linked again unless asked",
    ),
    async (context, customer = "") => {
      const body = await connectionOf(context);
      const link = await context.call(unlinkCustomer, { params: { customer }, body });
      const line = `${customer} is no longer linked with ${link.crm_module} ${link.crm_id}; both stay`;
      return { json: link, lines: [line] };
    },
  );
}

/** The connection where one is named; else the server takes the only one there is. */
async function connectionOf(context: Context<object>): Promise<{ connection?: string }> {
  return context.options.connection === undefined ? {} : { connection: (await findConnection(context)).id };
}
