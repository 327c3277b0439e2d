import { inCallersOrganization, type Route, route } from "#platform/http/serve.ts";
import { actOf } from "#billing/act-of.routes.ts";
import * as api from "./customer-field.api.ts";
import * as commands from "./customer-field.commands.ts";
import { mostCustomerFields } from "./customer-field.ts";
import { countCustomerFieldValues, type CustomerField, listCustomerFields } from "./customer-field.store.ts";

/** The endpoints of custom fields. */
export function customerFieldRoutes(): Route[] {
  return [
    route(api.listCustomFields, (context) =>
      inCallersOrganization(context, async (tx) => {
        const fields = await listCustomerFields(tx);
        return { items: fields.map(fieldView), count: fields.length, limit: mostCustomerFields };
      }),
    ),
    route(api.addCustomField, (context, { body }) =>
      inCallersOrganization(context, async (tx) =>
        fieldView(await commands.addCustomerField(tx, actOf(context), body)),
      ),
    ),
    route(api.customFieldUse, (context, { params }) =>
      inCallersOrganization(context, async (tx) => {
        const { api_name } = await commands.getCustomerField(tx, params.field);
        return { customers: await countCustomerFieldValues(tx, api_name) };
      }),
    ),
    route(api.removeCustomField, (context, { params }) =>
      inCallersOrganization(context, (tx) => commands.removeCustomerField(tx, actOf(context), params.field)),
    ),
  ];
}

function fieldView({ organization_id: _organization, ...shown }: CustomerField): api.CustomFieldView {
  return shown;
}
