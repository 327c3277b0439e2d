import { createPlan, type PlanView } from "#billing/catalog/plan.api.ts";
import { createProduct } from "#billing/catalog/product.api.ts";
import type { Organization } from "../../support/world.ts";

/** A product with plans of these codes, at 10.00 a month each. */
export async function offer(
  organization: Organization,
  name: string,
  codes: readonly string[],
): Promise<{ product: string; plans: PlanView[] }> {
  const { id: product } = await organization.send(createProduct, { body: { name } });
  const plans: PlanView[] = [];
  for (const code of codes)
    plans.push(
      await organization.send(createPlan, {
        body: {
          plan_code: code,
          name: `Plan ${code}`,
          product_id: product,
          interval: 1,
          interval_unit: "months",
          prices: [{ price: "10" }],
        },
      }),
    );
  return { product, plans };
}

/** The paths of the fields that a refusal names. */
export function pathsOf({ details }: { details: Record<string, unknown> }): string[] {
  return (details["fields"] as { path: string }[]).map(({ path }) => path);
}
