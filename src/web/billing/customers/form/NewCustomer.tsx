import { useNavigate } from "@tanstack/react-router";
import { createCustomer, NewCustomer as Schema } from "#billing/customer/customer.api.ts";
import { customFields, type CustomFieldView } from "#billing/custom-field/custom-field.api.ts";
import { getOrganization } from "#billing/organization/organization.api.ts";
import { useCall, useSend } from "#web/api.ts";
import { useFormState } from "#web/ui/form.ts";
import { problemsBy } from "#web/ui/problems-by.ts";
import { Loaded } from "#web/ui/Loaded.tsx";
import { Page } from "#web/ui/Page.tsx";
import { tell } from "#web/ui/tell.tsx";
import { useCustomerPlaces } from "#web/billing/customers/places.ts";
import { CustomerForm } from "./CustomerForm.tsx";
import { valuesOf } from "./customer-values.ts";

/** A new customer. */
export function NewCustomer() {
  const organization = useCall(getOrganization);
  const fields = useCall(customFields.customer.list);
  return (
    <Page title="New customer" width="narrow">
      <Loaded of={organization}>
        {({ base_currency: currency }) => (
          <Loaded of={fields}>{({ items }) => <Fill currency={currency} fields={items} />}</Loaded>
        )}
      </Loaded>
    </Page>
  );
}

function Fill({ currency, fields }: { currency: string; fields: CustomFieldView[] }) {
  const navigate = useNavigate();
  const places = useCustomerPlaces();
  const create = useSend(createCustomer);
  const form = useFormState({
    initial: valuesOf(undefined, currency, fields),
    check: problemsBy(Schema),
    draft: "customer new",
    send: async (body) => {
      const made = await create.mutateAsync({ body });
      tell(`${made.display_name} is created.`);
      await navigate({ to: places.customer(made.id), replace: true });
    },
  });
  return (
    <CustomerForm
      of={form}
      fields={fields}
      submit="Create customer"
      onCancel={() => void navigate({ to: places.list })}
    />
  );
}
