import { getRouteApi } from "@tanstack/react-router";
import { createEstimate } from "#billing/estimate/estimate.api.ts";
import { NewDocument } from "#web/billing/documents/form/NewDocument.tsx";
import { useDoing } from "#web/billing/documents/page/doing.ts";
import { estimateBody, estimateForm } from "./estimate-form.ts";
import { useEstimatePlaces } from "./places.ts";

const route = getRouteApi("/o/$org/billing/estimates/new");

/** A new estimate: a draft, until it is marked as sent. */
export function NewEstimate() {
  const places = useEstimatePlaces();
  const doing = useDoing();
  return (
    <NewDocument
      kind={estimateForm}
      customer={route.useSearch().customer}
      create={async (customer_id, values) =>
        places.page((await doing(createEstimate, { body: { customer_id, ...estimateBody(values) } })).id)
      }
      list={places.list}
    />
  );
}
