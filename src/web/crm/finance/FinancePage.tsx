import { Anchor, Button, Stack } from "@mantine/core";
import { IconExternalLink } from "@tabler/icons-react";
import { getRouteApi, Link } from "@tanstack/react-router";
import { type FinanceDocument, getFinanceDocument } from "#app/finance/finance-documents.api.ts";
import type { Received } from "#platform/http/endpoint.ts";
import { useCall } from "#web/api.ts";
import { OneDocument } from "#web/billing/documents/page/OneDocument.tsx";
import { Page } from "#web/ui/Page.tsx";
import { showAmount } from "#web/ui/show.ts";
import { Status } from "#web/ui/Status.tsx";
import { DocumentSheet } from "./DocumentSheet.tsx";
import { financeAt, type FinanceShown } from "./finance-modules.ts";
import { useFinancePlaces } from "./finance-queries.ts";
import { ReadAt } from "./ReadAt.tsx";
import { SoldSubscription } from "./SoldSubscription.tsx";
import { useMay } from "#web/app/organization.ts";
import { useBillingPlace } from "./billing-place.ts";

const route = getRouteApi("/o/$org/crm/finance/$module/$document");

type Shown = Received<typeof getFinanceDocument>;

/** One of billing's documents or subscriptions, as the CRM shows it. */
export function FinancePage() {
  const params = route.useParams();
  const shown = financeAt(params.module);
  const asked = useCall(getFinanceDocument, {
    params: { module: shown.module, document: params.document },
  });
  return (
    <OneDocument of={asked} title={shown.title}>
      {(found) => (
        <One
          shown={shown}
          found={found}
          isReading={asked.isFetching}
          onRefresh={() => void asked.refetch()}
        />
      )}
    </OneDocument>
  );
}

type OneProps = { shown: FinanceShown; found: Shown; isReading: boolean; onRefresh: () => void };

function One({ shown, found: { of, records, read_at }, isReading, onRefresh }: OneProps) {
  const { document } = of;
  const places = useFinancePlaces();
  const seesBilling = useMay("read");
  const inBilling = useBillingPlace(shown.module, document.id);
  return (
    <Page
      title={document.number ?? `Draft of ${shown.a}`}
      status={<Status {...shown.status(document.status)} />}
      facts={[
        ...records.map((record) => (
          <Anchor key={record.id} component={Link} to={places.record(record.module, record.id)}>
            {record.name}
          </Anchor>
        )),
        <span key="amount" className="figures">
          {amountWords(of)}
        </span>,
      ]}
      action={
        <>
          <ReadAt what={shown.one} at={read_at} isReading={isReading} onRefresh={onRefresh} />
          {seesBilling && (
            <Button
              component={Link}
              to={inBilling}
              variant="default"
              leftSection={<IconExternalLink size={16} />}
            >
              Open in billing
            </Button>
          )}
        </>
      }
    >
      <Stack gap="xl" maw={820}>
        {of.module === "subscriptions" ? <SoldSubscription of={of} /> : <DocumentSheet of={of} />}
      </Stack>
    </Page>
  );
}

/** What it comes to; of an invoice also what is open. */
function amountWords(of: FinanceDocument): string {
  if (of.module === "subscriptions")
    return `${showAmount(of.amount, of.document.currency_code)} a term, before tax`;
  const total = `Total ${showAmount(of.document.total, of.document.currency_code)}`;
  if (of.module !== "invoices") return total;
  return `${total}, balance ${showAmount(of.document.balance, of.document.currency_code)}`;
}
