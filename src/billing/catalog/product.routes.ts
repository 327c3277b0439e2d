import { inCallersOrganization, type Route, route } from "#platform/http/serve.ts";
import { actOf } from "#billing/act-of.routes.ts";
import { listCatalogRows } from "./catalog-row.store.ts";
import { pageRequest } from "./page-request.routes.ts";
import * as api from "./product.api.ts";
import * as commands from "./product.commands.ts";
import { productView } from "./product.ts";

/** The endpoints of products. */
export function productRoutes(): Route[] {
  return [
    route(api.listProducts, (context, { query: { status, ...page } }) =>
      inCallersOrganization(context, async (tx) => {
        const found = await listCatalogRows(tx, "product", { ...pageRequest(page), status });
        return { ...found, items: found.items.map(productView) };
      }),
    ),
    route(api.getProduct, (context, { params }) =>
      inCallersOrganization(context, async (tx) =>
        productView(await commands.getProduct(tx, params.product)),
      ),
    ),
    route(api.createProduct, (context, { body }) =>
      inCallersOrganization(context, async (tx) =>
        productView(await commands.createProduct(tx, actOf(context), body)),
      ),
    ),
    route(api.editProduct, (context, { params, body: { version, ...given } }) =>
      inCallersOrganization(context, async (tx) =>
        productView(await commands.editProduct(tx, actOf(context), { id: params.product, version, given })),
      ),
    ),
    route(api.activateProduct, (context, { params }) =>
      inCallersOrganization(context, async (tx) =>
        productView(await commands.setProductStatus(tx, actOf(context), params.product, "active")),
      ),
    ),
    route(api.inactivateProduct, (context, { params }) =>
      inCallersOrganization(context, async (tx) =>
        productView(await commands.setProductStatus(tx, actOf(context), params.product, "inactive")),
      ),
    ),
    route(api.deleteProduct, (context, { params }) =>
      inCallersOrganization(context, async (tx) => {
        await commands.deleteProduct(tx, actOf(context), params.product);
        return { deleted: true as const };
      }),
    ),
  ];
}
