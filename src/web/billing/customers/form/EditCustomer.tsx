import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useRef } from "react";
import {
  CustomerEdit as Schema,
  type CustomerView,
  editCustomer,
  getCustomer,
} from "#billing/customer/customer.api.ts";
import { type CustomFieldView, listCustomFields } from "#billing/customer/customer-field.api.ts";
import { CallError } from "#platform/http/call.ts";
import { useCall, useSend } from "#web/api.ts";
import { problemsBy, useFormState } from "#web/ui/form.ts";
import { Loaded } from "#web/ui/Loaded.tsx";
import { Page } from "#web/ui/Page.tsx";
import { tell } from "#web/ui/tell.tsx";
import { useCustomerPlaces } from "#web/billing/customers/places.ts";
import { CustomerForm } from "./CustomerForm.tsx";
import { changesOf, valuesOf } from "./customer-values.ts";

const route = getRouteApi("/o/$org/billing/customers/$customer/edit");

/** Changes a customer. */
export function EditCustomer() {
  const { customer: id } = route.useParams();
  const customer = useCall(getCustomer, { params: { customer: id } });
  const fields = useCall(listCustomFields);
  return (
    <Page title={customer.data ? `Edit ${customer.data.display_name}` : "Edit customer"} width="narrow">
      <Loaded of={customer}>
        {(found) => (
          <Loaded of={fields}>
            {({ items }) => <Fill key={found.id} customer={found} fields={items} />}
          </Loaded>
        )}
      </Loaded>
    </Page>
  );
}

function Fill({ customer, fields }: { customer: CustomerView; fields: CustomFieldView[] }) {
  const navigate = useNavigate();
  const places = useCustomerPlaces();
  const edit = useSend(editCustomer);
  // What the form began with: a refetch in the background must not shift it.
  const begun = useRef({
    version: customer.version,
    values: valuesOf(customer, customer.currency_code, fields),
  });
  const form = useFormState({
    initial: begun.current.values,
    check: problemsBy(Schema),
    draft: `customer ${customer.id}`,
    send: async (values) => {
      const { version } = begun.current;
      const body = { version, ...changesOf(begun.current.values, values) };
      const saved = await edit
        .mutateAsync({ params: { customer: customer.id }, body })
        .catch((problem: unknown) => {
          begun.current.version = newerVersion(problem) ?? version;
          throw worded(problem);
        });
      tell(`${saved.display_name} is saved.`);
      await navigate({ to: places.customer(customer.id) });
    },
  });
  return (
    <CustomerForm
      of={form}
      fields={fields}
      submit="Save"
      onCancel={() => void navigate({ to: places.customer(customer.id) })}
    />
  );
}

/** The version that stands now, where somebody else was faster. The next attempt is then made on it, knowingly. */
function newerVersion(problem: unknown): number | undefined {
  if (!(problem instanceof CallError) || problem.view.code !== "customer.changed_meanwhile") return undefined;
  return Number(problem.view.details["version"]);
}

/** Only fields that were touched here are sent, so that a second attempt leaves the others' changes alone. */
function worded(problem: unknown): unknown {
  if (!(problem instanceof CallError) || newerVersion(problem) === undefined) return problem;
  return new CallError(problem.status, {
    ...problem.view,
    remedy: "Save again to write your changes; what others changed elsewhere stays.",
  });
}
