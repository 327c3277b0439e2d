import { Anchor } from "@mantine/core";
import { getRouteApi, Link } from "@tanstack/react-router";
import { recordFinance } from "#app/finance/finance-documents.api.ts";
import {
  createEstimateInCrm,
  createInvoiceInCrm,
  createPurchaseOrderInCrm,
  createSalesOrderInCrm,
  createSubscriptionInCrm,
} from "#app/finance/finance-create.api.ts";
import { useCall, useSend } from "#web/api.ts";
import { NewDocument } from "#web/billing/documents/form/NewDocument.tsx";
import { useDoing } from "#web/billing/documents/page/doing.ts";
import { estimateBody, estimateForm } from "#web/billing/estimates/estimate-form.ts";
import { invoiceBody, invoiceForm } from "#web/billing/invoices/form/invoice-form.ts";
import { purchaseOrderForm } from "#web/billing/orders/purchase/purchase-order-form.ts";
import { orderBody, salesOrderForm } from "#web/billing/orders/sales/sales-order-form.ts";
import { SellSubscription } from "#web/billing/subscriptions/form/NewSubscription.tsx";
import { touchedBySale } from "#web/billing/subscriptions/words.ts";
import { Empty } from "#web/ui/Empty.tsx";
import { Loaded } from "#web/ui/Loaded.tsx";
import { Page } from "#web/ui/Page.tsx";
import { financeAt, type FinanceShown } from "./finance-modules.ts";
import { useFinancePlaces, useKnownModules } from "./finance-queries.ts";

const route = getRouteApi("/o/$org/crm/finance/$module/new");

/** Something new in billing for a record of the CRM. */
export function NewFinance() {
  const shown = financeAt(route.useParams().module);
  const { record } = route.useSearch();
  const title = `New ${shown.one}`;
  const open = useKnownModules();
  if (open !== undefined && !open.some(({ module, mayCreate }) => module === shown.module && mayCreate))
    return (
      <Page title={title}>
        <Empty
          drawing="key"
          sentence={`Your CRM profile does not allow ${shown.title.toLowerCase()} to be made here, or your role in billing does not.`}
        />
      </Page>
    );
  if (record === undefined)
    return (
      <Page title={title}>
        <Empty sentence={`Begin at an account, contact or deal: ${shown.a} is made for one of them.`} />
      </Page>
    );
  return <ForRecord shown={shown} record={record} />;
}

function ForRecord({ shown, record }: { shown: FinanceShown; record: string }) {
  const whole = useCall(recordFinance, { params: { record } });
  const places = useFinancePlaces();
  if (whole.data === undefined)
    return (
      <Page title={`New ${shown.one}`}>
        <Loaded of={whole}>{() => null}</Loaded>
      </Page>
    );
  const { customer, record: place } = whole.data;
  const back = places.record(place.module, place.id);
  if (shown.module === "purchase_orders") return <NewPaper shown={shown} record={record} back={back} />;
  if (customer === null)
    return (
      <Page title={`New ${shown.one}`}>
        <Empty
          drawing="card"
          sentence={`${place.name} is no customer in billing yet. Sync it first.`}
          action={
            <Anchor component={Link} to={back}>
              Back to {place.name}
            </Anchor>
          }
        />
      </Page>
    );
  const of = { shown, record, back, customer: customer.id };
  return shown.module === "subscriptions" ? <NewSale {...of} /> : <NewPaper {...of} />;
}

type NewProps = { shown: FinanceShown; record: string; back: string; customer?: string };

function NewSale({ shown, record, back, customer }: NewProps) {
  const places = useFinancePlaces();
  const sale = useSend(createSubscriptionInCrm, { refreshes: touchedBySale });
  return (
    <SellSubscription
      customer={customer}
      isForOne
      sell={({ customer_id: _record, ...body }) => sale.mutateAsync({ body: { ...body, record } })}
      page={(id) => places.one(shown, id)}
      list={back}
    />
  );
}

function NewPaper({ shown, record, back, customer }: NewProps) {
  const places = useFinancePlaces();
  const doing = useDoing();
  const kept = { list: back, isForOne: customer !== undefined, customer };
  const page = ({ id }: { id: string }): string => places.one(shown, id);
  switch (shown.module) {
    case "invoices":
      return (
        <NewDocument
          {...kept}
          kind={invoiceForm}
          create={async (_party, values) =>
            page(await doing(createInvoiceInCrm, { body: { record, ...invoiceBody(values) } }))
          }
        />
      );
    case "estimates":
      return (
        <NewDocument
          {...kept}
          kind={estimateForm}
          create={async (_party, values) =>
            page(await doing(createEstimateInCrm, { body: { record, ...estimateBody(values) } }))
          }
        />
      );
    case "sales_orders":
      return (
        <NewDocument
          {...kept}
          kind={salesOrderForm}
          create={async (_party, values) =>
            page(await doing(createSalesOrderInCrm, { body: { record, ...orderBody(values) } }))
          }
        />
      );
    default:
      return (
        <NewDocument
          {...kept}
          kind={purchaseOrderForm}
          create={async (vendor_id, values) =>
            page(await doing(createPurchaseOrderInCrm, { body: { record, vendor_id, ...orderBody(values) } }))
          }
        />
      );
  }
}
