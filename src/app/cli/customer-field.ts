import type { Command } from "commander";
import {
  addCustomField,
  type CustomFieldType,
  listCustomFields,
  removeCustomField,
} from "#billing/customer/customer-field.api.ts";
import { counted } from "#app/figures.ts";
import { act } from "./context.ts";
import { collect } from "./pairs.ts";
import { tableLines } from "./output.ts";

/** `concord customers fields …`: the organization's own fields for customers. */
export function addCustomerFieldCommands(customers: Command): void {
  const fields = customers
    .command("fields")
    .description("custom fields of customers, of which there can be ten");
  act(fields.command("list").description("list them"), async ({ call }) => {
    const all = await call(listCustomFields, {});
    const rows = all.items.map(({ api_name, label, type, options }) => [
      api_name,
      label,
      type,
      options.join(", "),
    ]);
    return { json: all, lines: [...tableLines(rows), `${all.count}/${all.limit} custom fields`] };
  });
  act<{ type: CustomFieldType; option?: string[] }>(
    fields
      .command("add <label>")
      .description("add one")
      .option(
        "--type <type>",
        "text, number, decimal, date, check_box, pick_list, email, url or phone",
        "text",
      )
      .option("--option <text>", "a value of a pick list; may be repeated", collect),
    async ({ call, options }, label = "") => {
      const { type, option } = options;
      const field = await call(addCustomField, {
        body: { label, type, ...(option === undefined ? {} : { options: option }) },
      });
      return { json: field, lines: [`${field.label} is added: ${field.api_name}`] };
    },
  );
  act(
    fields.command("delete <field>").description("delete one with its values in all customers"),
    async ({ call }, field = "") => {
      const { cleared } = await call(removeCustomField, { params: { field } });
      return {
        json: { cleared },
        lines: [`${field} is deleted, with the values of ${counted(cleared, "customer")}`],
      };
    },
  );
}
