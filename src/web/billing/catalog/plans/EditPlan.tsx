import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { createPlan, editPlan, getPlan, type PlanView } from "#billing/catalog/plan.api.ts";
import { listProducts, type ProductView } from "#billing/catalog/product.api.ts";
import { getOrganization } from "#billing/organization/organization.api.ts";
import { useCall, useSend } from "#web/api.ts";
import { useCatalogPlaces } from "#web/billing/catalog/places.ts";
import { useFormState } from "#web/ui/form.ts";
import { Loaded } from "#web/ui/Loaded.tsx";
import { Page } from "#web/ui/Page.tsx";
import { tell } from "#web/ui/tell.tsx";
import { PlanForm } from "./PlanForm.tsx";
import { planBody, planProblems, planValues } from "./plan-values.ts";

const newRoute = getRouteApi("/o/$org/billing/catalog/plans/new");
const editRoute = getRouteApi("/o/$org/billing/catalog/plans/$plan/edit");

/** As many products as one can choose from. */
const mostProducts = { query: { limit: 200 } };

/** A new plan. */
export function NewPlan() {
  const { product = "" } = newRoute.useSearch();
  const organization = useCall(getOrganization);
  const products = useCall(listProducts, mostProducts);
  return (
    <Page title="New plan" width="narrow">
      <Loaded of={organization}>
        {({ base_currency: currency }) => (
          <Loaded of={products}>
            {({ items }) => <Create products={items} product={product} currency={currency} />}
          </Loaded>
        )}
      </Loaded>
    </Page>
  );
}

type CreateProps = { products: ProductView[]; product: string; currency: string };

function Create({ products, product, currency }: CreateProps) {
  const navigate = useNavigate();
  const places = useCatalogPlaces();
  const create = useSend(createPlan, { refreshes: ["Audit log"] });
  const only = products.length === 1 ? products[0]?.id : undefined;
  const form = useFormState({
    initial: planValues(undefined, product || (only ?? ""), currency),
    check: planProblems,
    draft: "plan new",
    send: async (values) => {
      const made = await create.mutateAsync({ body: planBody(values) });
      tell(`${made.name} is created.`);
      await navigate({ to: places.plan(made.id), replace: true });
    },
  });
  return (
    <PlanForm
      of={form}
      products={products}
      submit="Create plan"
      onCancel={() => void navigate({ to: places.plans })}
    />
  );
}

/** Changes a plan. */
export function EditPlan() {
  const { plan: id } = editRoute.useParams();
  const plan = useCall(getPlan, { params: { plan: id } });
  const products = useCall(listProducts, mostProducts);
  return (
    <Page title={plan.data ? `Edit ${plan.data.name}` : "Edit plan"} width="narrow">
      <Loaded of={plan}>
        {(found) => (
          <Loaded of={products}>
            {({ items }) => <Edit key={found.id} plan={found} products={items} />}
          </Loaded>
        )}
      </Loaded>
    </Page>
  );
}

function Edit({ plan, products }: { plan: PlanView; products: ProductView[] }) {
  const navigate = useNavigate();
  const places = useCatalogPlaces();
  const edit = useSend(editPlan, { refreshes: ["Addons", "Coupons", "Audit log"] });
  // The state that the edit is made on: one that is fetched anew in the background must not shift it.
  const [begun] = useState(plan);
  const back = (): void => void navigate({ to: places.plan(plan.id) });
  const form = useFormState({
    initial: planValues(begun, begun.product_id, begun.prices[0]?.currency_code ?? "USD"),
    check: planProblems,
    send: async (values) => {
      const body = { version: begun.version, ...planBody(values) };
      const saved = await edit.mutateAsync({ params: { plan: plan.id }, body });
      tell(`${saved.name} is saved.`);
      back();
    },
  });
  return <PlanForm of={form} products={products} submit="Save" onCancel={back} />;
}
