import type { Route } from "#platform/http/serve.ts";
import { tenantRoute } from "#billing/tenant-route.routes.ts";
import { listCatalogRows } from "./catalog-row.store.ts";
import { pageRequest } from "./page-request.routes.ts";
import * as api from "./product.api.ts";
import * as commands from "./product.commands.ts";
import { productView } from "./product.ts";

/** The endpoints of products. */
export function productRoutes(): Route[] {
  return [
    tenantRoute(api.listProducts, async ({ tx, query: { status, ...page } }) => {
      const found = await listCatalogRows(tx, "product", { ...pageRequest(page), status });
      return { ...found, items: found.items.map(productView) };
    }),
    tenantRoute(api.getProduct, async ({ tx, params }) =>
      productView(await commands.getProduct(tx, params.product)),
    ),
    tenantRoute(api.createProduct, async ({ tx, act, body }) =>
      productView(await commands.createProduct(tx, act, body)),
    ),
    tenantRoute(api.editProduct, async ({ tx, act, params, body: { version, ...given } }) =>
      productView(await commands.editProduct(tx, act, { id: params.product, version, given })),
    ),
    tenantRoute(api.activateProduct, async ({ tx, act, params }) =>
      productView(await commands.setProductStatus(tx, act, params.product, "active")),
    ),
    tenantRoute(api.inactivateProduct, async ({ tx, act, params }) =>
      productView(await commands.setProductStatus(tx, act, params.product, "inactive")),
    ),
    tenantRoute(api.deleteProduct, async ({ tx, act, params }) => {
      await commands.deleteProduct(tx, act, params.product);
      return { deleted: true as const };
    }),
  ];
}
