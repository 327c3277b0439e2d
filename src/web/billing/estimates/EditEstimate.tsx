import { getRouteApi } from "@tanstack/react-router";
import { editEstimate, getEstimate } from "#billing/estimate/estimate.api.ts";
import { useCall } from "#web/api.ts";
import { OneDocument } from "#web/billing/documents/page/OneDocument.tsx";
import { EditDocument } from "#web/billing/documents/form/EditDocument.tsx";
import { useDoing } from "#web/billing/documents/page/doing.ts";
import { estimateBody, estimateForm } from "./estimate-form.ts";
import { useEstimatePlaces } from "./places.ts";

const route = getRouteApi("/o/$org/billing/estimates/$estimate/edit");

/** Writes a draft of an estimate anew. */
export function EditEstimate() {
  const params = route.useParams();
  const doing = useDoing();
  const estimate = useCall(getEstimate, { params });
  const page = useEstimatePlaces().page(params.estimate);
  return (
    <OneDocument of={estimate} title="Edit estimate">
      {(found) => (
        <EditDocument
          kind={estimateForm}
          document={found}
          reread={async () => (await estimate.refetch()).data ?? found}
          until={({ expiry_date }) => expiry_date}
          offers={({ offers }) => offers}
          save={(version, values) =>
            doing(editEstimate, { params, body: { version, ...estimateBody(values) } })
          }
          page={page}
        />
      )}
    </OneDocument>
  );
}
