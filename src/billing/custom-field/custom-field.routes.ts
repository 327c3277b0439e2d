import type { Route } from "#platform/http/serve.ts";
import { tenantRoute } from "#billing/tenant-route.routes.ts";
import * as api from "./custom-field.api.ts";
import * as commands from "./custom-field.commands.ts";
import { type CustomEntity, mostCustomFields } from "./custom-field.ts";
import { countCustomValues, type CustomField, listCustomFields } from "./custom-field.store.ts";

/** The endpoints of custom fields. */
export function customFieldRoutes(): Route[] {
  return [...routesOf("customer"), ...routesOf("subscription")];
}

function routesOf(entity: CustomEntity): Route[] {
  const { list, add, use, remove } = api.customFields[entity];
  return [
    tenantRoute(list, async ({ tx }) => {
      const fields = await listCustomFields(tx, entity);
      return { items: fields.map(fieldView), count: fields.length, limit: mostCustomFields };
    }),
    tenantRoute(add, async ({ tx, act, body }) =>
      fieldView(await commands.addCustomField(tx, act, { entity, ...body })),
    ),
    tenantRoute(use, async ({ tx, params }) => ({
      records: await countCustomValues(tx, await commands.getCustomField(tx, entity, params.field)),
    })),
    tenantRoute(remove, ({ tx, act, params }) =>
      commands.removeCustomField(tx, act, { entity, api_name: params.field }),
    ),
  ];
}

function fieldView({
  organization_id: _organization,
  entity: _entity,
  ...shown
}: CustomField): api.CustomFieldView {
  return shown;
}
