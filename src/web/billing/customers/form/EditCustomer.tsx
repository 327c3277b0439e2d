import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import {
  CustomerEdit as Schema,
  type CustomerView,
  editCustomer,
  getCustomer,
} from "#billing/customer/customer.api.ts";
import { customFields, type CustomFieldView } from "#billing/custom-field/custom-field.api.ts";
import { call } from "#platform/http/call.ts";
import { callerIn, useCall, useOrganizationId, useSend } from "#web/api.ts";
import { useDraft } from "#web/ui/draft.ts";
import { useFormState } from "#web/ui/form.ts";
import { problemsBy } from "#web/ui/problems-by.ts";
import { Loaded } from "#web/ui/Loaded.tsx";
import { Page } from "#web/ui/Page.tsx";
import { tell } from "#web/ui/tell.tsx";
import { useCustomerPlaces } from "#web/billing/customers/places.ts";
import { CustomerForm } from "./CustomerForm.tsx";
import { changesOf, type CustomerValues, valuesOf } from "./customer-values.ts";
import { compare, isChangedMeanwhile, type Labels, othersWords, worded } from "./meanwhile.ts";

const route = getRouteApi("/o/$org/billing/customers/$customer/edit");

/** Changes a customer. */
export function EditCustomer() {
  const { customer: id } = route.useParams();
  const customer = useCall(getCustomer, { params: { customer: id } });
  const fields = useCall(customFields.customer.list);
  const [attempt, setAttempt] = useState(0);
  return (
    <Page title={customer.data ? `Edit ${customer.data.display_name}` : "Edit customer"} width="narrow">
      <Loaded of={customer}>
        {(found) => (
          <Loaded of={fields}>
            {({ items }) => (
              <Fill
                key={`${found.id} ${attempt}`}
                customer={found}
                fields={items}
                onAnew={() => setAttempt(attempt + 1)}
              />
            )}
          </Loaded>
        )}
      </Loaded>
    </Page>
  );
}

/** The state of the customer that an edit is made on: a refetch in the background must not shift it. */
type Begun = { version: number; values: CustomerValues };

type FillProps = { customer: CustomerView; fields: CustomFieldView[]; onAnew: () => void };

function Fill({ customer, fields, onAnew }: FillProps) {
  const navigate = useNavigate();
  const places = useCustomerPlaces();
  const edit = useSend(editCustomer);
  const draft = `customer ${customer.id}`;
  const { found } = useDraft<CustomerValues, Begun>(draft);
  const [begun, setBegun] = useState<Begun>(
    () =>
      found?.basis ?? {
        version: customer.version,
        values: valuesOf(customer, customer.currency_code, fields),
      },
  );
  const organization = useOrganizationId();
  const params = { customer: customer.id };

  /** Sends what was touched here. Where others changed other fields meanwhile, both changes stand; answers what they changed. */
  async function save(values: CustomerValues): Promise<string> {
    const mine = changesOf(begun.values, values);
    const send = (version: number) => edit.mutateAsync({ params, body: { version, ...mine } });
    try {
      await send(begun.version);
      return "";
    } catch (problem) {
      if (!isChangedMeanwhile(problem)) throw problem;
      const now = await call(callerIn(organization), getCustomer, { params });
      const theirs = changesOf(begun.values, valuesOf(now, now.currency_code, fields));
      const meanwhile = compare(problem, mine, theirs, labelsOf(fields));
      setBegun({ ...begun, version: now.version });
      if (meanwhile.both.length > 0) throw worded(problem, meanwhile);
      await send(now.version);
      return othersWords(meanwhile);
    }
  }

  const form = useFormState({
    initial: begun.values,
    check: problemsBy(Schema),
    draft,
    basis: begun,
    dropped: onAnew,
    send: async (values) => {
      const others = await save(values);
      tell(`${values.display_name} is saved.${others}`);
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

function labelsOf(fields: readonly CustomFieldView[]): Labels {
  return Object.fromEntries(fields.map(({ api_name, label }) => [api_name, label]));
}
