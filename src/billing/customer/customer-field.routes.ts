import type { Route } from "#platform/http/serve.ts";
import { tenantRoute } from "#billing/tenant-route.routes.ts";
import * as api from "./customer-field.api.ts";
import * as commands from "./customer-field.commands.ts";
import { mostCustomerFields } from "./customer-field.ts";
import { countCustomerFieldValues, type CustomerField, listCustomerFields } from "./customer-field.store.ts";

/** The endpoints of custom fields. */
export function customerFieldRoutes(): Route[] {
  return [
    tenantRoute(api.listCustomFields, async ({ tx }) => {
      const fields = await listCustomerFields(tx);
      return { items: fields.map(fieldView), count: fields.length, limit: mostCustomerFields };
    }),
    tenantRoute(api.addCustomField, async ({ tx, act, body }) =>
      fieldView(await commands.addCustomerField(tx, act, body)),
    ),
    tenantRoute(api.customFieldUse, async ({ tx, params }) => {
      const { api_name } = await commands.getCustomerField(tx, params.field);
      return { customers: await countCustomerFieldValues(tx, api_name) };
    }),
    tenantRoute(api.removeCustomField, ({ tx, act, params }) =>
      commands.removeCustomerField(tx, act, params.field),
    ),
  ];
}

function fieldView({ organization_id: _organization, ...shown }: CustomerField): api.CustomFieldView {
  return shown;
}
