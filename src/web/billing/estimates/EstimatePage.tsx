import { useDisclosure } from "@mantine/hooks";
import { getRouteApi } from "@tanstack/react-router";
import * as api from "#billing/estimate/estimate.api.ts";
import { ofKind } from "#billing/paper/of-kind.ts";
import { inApp } from "#web/billing/documents/in-app.ts";
import { useCall } from "#web/api.ts";
import { DocumentPage } from "#web/billing/documents/page/DocumentPage.tsx";
import { MadeInvoices } from "#web/billing/documents/page/MadeInvoices.tsx";
import { OneDocument } from "#web/billing/documents/page/OneDocument.tsx";
import { CustomerLink } from "#web/billing/documents/page/PartyLink.tsx";
import { Paper } from "#web/billing/documents/Paper.tsx";
import { showDay } from "#web/ui/show.ts";
import { MadeSubscription } from "./MadeSubscription.tsx";
import { Subscribe } from "./Subscribe.tsx";
import { useEstimateDeeds } from "./estimate-deeds.ts";
import { useEstimatePlaces } from "./places.ts";
import { estimateWords } from "./words.ts";

const route = getRouteApi("/o/$org/billing/estimates/$estimate");

/** One estimate: the document, the customer's answer, and the invoice or subscription that it became. */
export function EstimatePage() {
  const params = route.useParams();
  const estimate = useCall(api.getEstimate, { params });
  return (
    <OneDocument of={estimate} title="Estimate">
      {(found) => <Record key={found.id} estimate={found} />}
    </OneDocument>
  );
}

function Record({ estimate }: { estimate: api.EstimateView }) {
  const { status, expiry_date: expires } = estimate;
  const isOpen = status === "sent" && expires !== null;
  const [isSubscribing, subscribing] = useDisclosure(false);
  return (
    <DocumentPage
      document={estimate}
      kind="estimate"
      one="an estimate"
      status={estimateWords[status]}
      party={<CustomerLink key="customer" of={estimate} />}
      facts={isOpen ? [`Can be accepted until ${showDay(expires)}`] : []}
      edit={useEstimatePlaces().edit(estimate.id)}
      deeds={useEstimateDeeds(estimate, subscribing.open)}
    >
      <Paper document={estimate} of={ofKind(inApp, "estimate", { ...estimate, due_date: expires })} />
      <MadeSubscription of={estimate.subscription} />
      <MadeInvoices of={estimate.invoices} />
      <Subscribe estimate={estimate} isOpen={isSubscribing} onClose={subscribing.close} />
    </DocumentPage>
  );
}
