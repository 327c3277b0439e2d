import type { Command } from "commander";
import { customFields, type CustomFieldType } from "#billing/custom-field/custom-field.api.ts";
import { type CustomEntity, entityWords } from "#billing/custom-field/custom-field.ts";
import { AppError } from "#kernel/errors.ts";
import { listConnections } from "#sync/connection/connection.api.ts";
import { counted } from "#app/figures.ts";
import { act, type Context } from "./context.ts";
import { collect } from "./pairs.ts";
import { tableLines } from "./output.ts";

/** `concord customers fields …` and `concord subscriptions fields …`: the organization's own fields. */
export function addCustomFieldCommands(parent: Command, entity: CustomEntity): void {
  const { one, many } = entityWords[entity];
  const { list, add, remove } = customFields[entity];
  const fields = parent.command("fields").description(`custom fields of ${many}, of which there can be ten`);
  act(fields.command("list").description("list them"), async ({ call }) => {
    const all = await call(list, {});
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
      const field = await call(add, {
        body: { label, type, ...(option === undefined ? {} : { options: option }) },
      });
      return { json: field, lines: [`${field.label} is added: ${field.api_name}`] };
    },
  );
  act<{ yes?: boolean }>(
    fields
      .command("delete <field>")
      .description(`delete one with its values in all ${many}`)
      .option("--yes", `also where ${many} have a value in it, or a sync maps it`),
    async (context, field = "") => {
      const { call, options } = context;
      if (options.yes !== true) await refuseInUse(context, entity, field);
      const { cleared } = await call(remove, { params: { field } });
      return {
        json: { cleared },
        lines: [`${field} is deleted, with the values of ${counted(cleared, one)}`],
      };
    },
  );
}

/** What would be lost with a field is named first; there is no way back from its deletion. */
async function refuseInUse({ call }: Context<object>, entity: CustomEntity, field: string): Promise<void> {
  const { records } = await call(customFields[entity].use, { params: { field } });
  // Only the fields of customers are mapped.
  const connections = entity === "customer" ? (await call(listConnections, {})).items : [];
  const mapping = connections.filter(({ settings }) =>
    settings?.mapping.some((row) => row.billing === field),
  );
  const losses = [
    ...(records > 0 ? [`${counted(records, entityWords[entity].one)} would lose the value`] : []),
    ...mapping.map(({ crm_company }) => `the sync with ${crm_company} maps it and would go on without it`),
  ];
  if (losses.length > 0)
    throw new AppError("cli.usage", {
      message: `${field} is in use: ${losses.join(", ")}`,
      remedy: "Give --yes as well to delete it all the same.",
    });
}
