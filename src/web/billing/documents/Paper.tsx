import { getOrganization } from "#billing/organization/organization.api.ts";
import { type DocumentView, type OfKind, paperOf } from "#billing/paper/paper.ts";
import { useCall } from "#web/api.ts";
import { inApp } from "./in-app.ts";
import { Sheet } from "./Sheet.tsx";

/** A document as one would send it; `of` is what its kind says beside the lines. */
export function Paper({ document, of }: { document: DocumentView; of: OfKind }) {
  const { data: from = { name: "", address: {} } } = useCall(getOrganization);
  return <Sheet paper={paperOf(inApp, document, from, of)} />;
}
