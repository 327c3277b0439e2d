import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { dayAt } from "#kernel/calendar.ts";
import { instantFromMs } from "#kernel/time.ts";
import { type CustomerView, getCustomer } from "#billing/customer/customer.api.ts";
import { createInvoice } from "#billing/invoice/invoice.api.ts";
import { type BillingOrganizationView, getOrganization } from "#billing/organization/organization.api.ts";
import { useCall, useSend } from "#web/api.ts";
import { useInvoicePlaces } from "#web/billing/invoices/places.ts";
import { touchedByMoney } from "#web/billing/invoices/words.ts";
import { useFormState } from "#web/ui/form.ts";
import { Loaded } from "#web/ui/Loaded.tsx";
import { Page } from "#web/ui/Page.tsx";
import { tell } from "#web/ui/tell.tsx";
import { InvoiceForm } from "./InvoiceForm.tsx";
import { bodyOf, newValues, problemsOf } from "./invoice-values.ts";
import { inForm } from "./refusals.ts";

const route = getRouteApi("/o/$org/billing/invoices/new");

/** A new invoice: a draft, until it is marked as sent. */
export function NewInvoice() {
  const { customer } = route.useSearch();
  const organization = useCall(getOrganization);
  return (
    <Page title="New invoice">
      <Loaded of={organization}>
        {(found) =>
          customer === undefined ? (
            <Fill organization={found} customer={undefined} />
          ) : (
            <ForCustomer organization={found} id={customer} />
          )
        }
      </Loaded>
    </Page>
  );
}

/** Begun on a customer's page. */
function ForCustomer({ organization, id }: { organization: BillingOrganizationView; id: string }) {
  const customer = useCall(getCustomer, { params: { customer: id } });
  return (
    <Loaded of={customer}>{(found) => <Fill key={id} organization={organization} customer={found} />}</Loaded>
  );
}

type FillProps = { organization: BillingOrganizationView; customer: CustomerView | undefined };

function Fill({ organization, customer }: FillProps) {
  const navigate = useNavigate();
  const places = useInvoicePlaces();
  const create = useSend(createInvoice, { refreshes: touchedByMoney });
  const [today] = useState(() => dayAt(instantFromMs(Date.now()), organization.time_zone));
  const picked =
    customer === undefined
      ? null
      : { id: customer.id, display_name: customer.display_name, currency_code: customer.currency_code };
  const form = useFormState({
    initial: newValues(today, picked),
    check: problemsOf,
    draft: picked === null ? "invoice new" : `invoice new ${picked.id}`,
    send: async (values) => {
      const body = { customer_id: values.customer?.id ?? "", ...bodyOf(values) };
      const made = await create.mutateAsync({ body }).catch(inForm(values));
      tell(`The draft for ${made.customer_name} is saved.`);
      await navigate({ to: places.invoice(made.id), replace: true });
    },
  });
  return (
    <InvoiceForm
      of={form}
      organization={organization}
      isNew
      submit="Save draft"
      onCancel={() => void navigate({ to: places.list })}
    />
  );
}
