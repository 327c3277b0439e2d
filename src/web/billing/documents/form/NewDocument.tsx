import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { dayAt } from "#kernel/calendar.ts";
import { instantFromMs } from "#kernel/time.ts";
import { type CustomerView, getCustomer } from "#billing/customer/customer.api.ts";
import { type BillingOrganizationView, getOrganization } from "#billing/organization/organization.api.ts";
import { useCall } from "#web/api.ts";
import type { Picked } from "#web/billing/customers/CustomerPicker.tsx";
import { useFormState } from "#web/ui/form.ts";
import { Loaded } from "#web/ui/Loaded.tsx";
import { Page } from "#web/ui/Page.tsx";
import { tell } from "#web/ui/tell.tsx";
import { DocumentForm } from "./DocumentForm.tsx";
import { type FormKind, problemsIn } from "./kind.ts";
import { inForm } from "./refusals.ts";
import { newValues, type WrittenValues } from "./written-values.ts";

type NewDocumentProps = {
  kind: FormKind;
  /** The customer on whose page it was begun. */
  customer?: string | undefined;
  /** It is for this customer and no other. */
  isForOne?: boolean;
  /** The vendor on whose page it was begun. */
  vendor?: Picked | undefined;
  /** Creates the draft, and says where its page is. */
  create: (party: string, values: WrittenValues) => Promise<string>;
  /** The list that one comes back to. */
  list: string;
};

/** A new document of a kind: a draft, until it goes out. */
export function NewDocument({ customer, vendor, ...kept }: NewDocumentProps) {
  const organization = useCall(getOrganization);
  return (
    <Page title={`New ${kept.kind.name}`}>
      <Loaded of={organization}>
        {(found) =>
          customer === undefined ? (
            <Fill key={vendor?.id} {...kept} organization={found} party={vendor ?? null} />
          ) : (
            <ForCustomer {...kept} organization={found} id={customer} />
          )
        }
      </Loaded>
    </Page>
  );
}

type FillProps = Omit<NewDocumentProps, "customer" | "vendor"> & {
  organization: BillingOrganizationView;
  party: Picked | null;
};

function ForCustomer({ id, ...kept }: Omit<FillProps, "party"> & { id: string }) {
  const customer = useCall(getCustomer, { params: { customer: id } });
  return <Loaded of={customer}>{(found) => <Fill key={id} {...kept} party={pickedOf(found)} />}</Loaded>;
}

function pickedOf({ id, display_name, currency_code }: CustomerView): Picked {
  return { id, display_name, currency_code };
}

function Fill({ kind, create, list, organization, party, isForOne = false }: FillProps) {
  const navigate = useNavigate();
  const [today] = useState(() => dayAt(instantFromMs(Date.now()), organization.time_zone));
  const form = useFormState({
    initial: newValues(today, party),
    check: problemsIn(kind),
    draft: party === null ? `${kind.name} new` : `${kind.name} new ${party.id}`,
    send: async (values) => {
      const page = await create(values.party?.id ?? "", values).catch(inForm(values, kind.name));
      tell(`The draft for ${values.party?.display_name} is saved.`);
      await navigate({ to: page, replace: true });
    },
  });
  return (
    <DocumentForm
      of={form}
      kind={kind}
      organization={organization}
      isNew
      isPartyFixed={isForOne}
      submit="Save draft"
      onCancel={() => void navigate({ to: list })}
    />
  );
}
