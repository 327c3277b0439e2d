import type { Command } from "commander";
import { createAddon, listAddons } from "#billing/catalog/addon.api.ts";
import { createCoupon, listCoupons } from "#billing/catalog/coupon.api.ts";
import { createPlan, listPlans } from "#billing/catalog/plan.api.ts";
import { createProduct, listProducts } from "#billing/catalog/product.api.ts";
import type { Call } from "#platform/http/endpoint.ts";
import { act } from "./context.ts";
import { readJsonFile } from "./file.ts";
import { addList } from "./listing.ts";

const inNameOrCode = "those that hold it in their name or code";

/** `concord products …`, `plans …`, `addons …` and `coupons …`: what is sold. */
export function addCatalogCommands(program: Command): void {
  addProducts(program.command("products").description("what plans belong to"));
  addPlans(program.command("plans").description("what subscriptions are of"));
  addAddons(program.command("addons").description("what a subscription can have beside its plan"));
  addCoupons(program.command("coupons").description("what takes something off invoices"));
}

function addProducts(products: Command): void {
  addList(products, {
    kind: "product",
    search: inNameOrCode,
    ask: ({ call }, query) => call(listProducts, { query }),
    row: (one) => [one.id, one.status, one.name],
  });
  act<{ description?: string }>(
    products
      .command("create <name>")
      .description("create a product")
      .option("--description <text>", "what it is"),
    async ({ call, options: { description } }, name = "") => {
      const made = await call(createProduct, {
        body: { name, ...(description === undefined ? {} : { description }) },
      });
      return { json: made, lines: [`${made.name} is created: ${made.id}`] };
    },
  );
}

function addPlans(plans: Command): void {
  addList(plans, {
    kind: "plan",
    search: inNameOrCode,
    ask: ({ call }, query) => call(listPlans, { query }),
    row: (one) => [
      one.plan_code,
      `every ${one.interval} ${one.interval_unit}`,
      one.prices.map(({ currency_code }) => currency_code).join(" "),
      one.status,
      one.name,
    ],
  });
  act(
    plans.command("create <file>").description("create a plan from a JSON file, as the API takes it"),
    async ({ call }, file = "") => {
      const made = await call(createPlan, { body: readJsonFile(file) as Call<typeof createPlan>["body"] });
      return { json: made, lines: [`${made.name} (${made.plan_code}) is created: ${made.id}`] };
    },
  );
}

function addAddons(addons: Command): void {
  addList(addons, {
    kind: "addon",
    search: inNameOrCode,
    ask: ({ call }, query) => call(listAddons, { query }),
    row: (one) => [one.addon_code, one.type.replace("_", " "), one.pricing_scheme, one.status, one.name],
  });
  act(
    addons.command("create <file>").description("create an addon from a JSON file, as the API takes it"),
    async ({ call }, file = "") => {
      const made = await call(createAddon, { body: readJsonFile(file) as Call<typeof createAddon>["body"] });
      return { json: made, lines: [`${made.name} (${made.addon_code}) is created: ${made.id}`] };
    },
  );
}

function addCoupons(coupons: Command): void {
  addList(coupons, {
    kind: "coupon",
    search: inNameOrCode,
    ask: ({ call }, query) => call(listCoupons, { query }),
    row: (one) => [
      one.coupon_code,
      `${one.discount_value} ${one.currency_code ?? "%"}`,
      one.type === "duration" ? `${one.duration} invoices` : one.type.replace("_", " "),
      one.status.replace("_", " "),
      one.name,
    ],
  });
  act(
    coupons.command("create <file>").description("create a coupon from a JSON file, as the API takes it"),
    async ({ call }, file = "") => {
      const made = await call(createCoupon, {
        body: readJsonFile(file) as Call<typeof createCoupon>["body"],
      });
      return { json: made, lines: [`${made.name} (${made.coupon_code}) is created: ${made.id}`] };
    },
  );
}
