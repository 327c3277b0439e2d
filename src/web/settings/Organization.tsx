import { Select, SimpleGrid, TagsInput, Textarea, TextInput } from "@mantine/core";
import {
  type BillingOrganizationView,
  editOrganization,
  getOrganization,
} from "#billing/organization/organization.api.ts";
import { english } from "#billing/language/words/english.ts";
import { howToPay } from "#billing/paper/seller.ts";
import { useState } from "react";
import { countryChoices, currencyChoices, timeZoneChoices } from "#web/account/places.ts";
import { useCall, useOrganizationId, useSend } from "#web/api.ts";
import { useMay } from "#web/app/organization.ts";
import { languageChoices, languageName } from "#web/billing/languages.ts";
import { Field, Fields } from "#web/ui/Field.tsx";
import { Form, FormSection } from "#web/ui/Form.tsx";
import { useFormState } from "#web/ui/form.ts";
import { problemsBy } from "#web/ui/problems-by.ts";
import { Loaded } from "#web/ui/Loaded.tsx";
import { Page } from "#web/ui/Page.tsx";
import { showName } from "#web/ui/show.ts";
import { tell } from "#web/ui/tell.tsx";
import { SellerFields, sellerValuesOf } from "./SellerFields.tsx";

/** The organization's own data: what invoices and a connected CRM see of it. */
export function Organization() {
  const organization = useCall(getOrganization);
  const mayAdmin = useMay("admin");
  // Anew after a save, not when somebody else's arrives: that would take away what is being typed.
  const [saves, setSaves] = useState(0);
  return (
    <Page title="Organization" width="narrow">
      <Loaded of={organization}>
        {(view) =>
          mayAdmin ? (
            <OrganizationForm view={view} key={saves} onSaved={() => setSaves(saves + 1)} />
          ) : (
            <OrganizationFacts view={view} />
          )
        }
      </Loaded>
    </Page>
  );
}

const addressParts = ["street", "city", "state", "zip", "country", "phone"] as const;

type OrganizationFormProps = { view: BillingOrganizationView; onSaved: () => void };

function OrganizationForm({ view, onSaved }: OrganizationFormProps) {
  const edit = useSend(editOrganization, { done: () => tell("The organization is saved.") });
  const id = useOrganizationId();
  const { name, base_currency, time_zone, language, additional_emails } = view;
  const address = Object.fromEntries(addressParts.map((part) => [part, view.address[part] ?? ""]));
  const form = useFormState({
    initial: {
      ...{
        name,
        base_currency,
        time_zone,
        language,
        country: view.country ?? "",
        address,
        additional_emails,
      },
      ...sellerValuesOf(view),
    },
    draft: `organization ${id}`,
    check: (values) => problemsBy(editOrganization.body)(bodyOf(values)),
    send: async (values) => {
      await edit.mutateAsync({ body: bodyOf(values) });
      onSaved();
    },
  });
  return (
    <Form of={form} submit="Save" guarded>
      <FormSection title="General">
        <TextInput {...form.field("name")} label="Name" autoComplete="organization" />
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <Select
            {...form.field("country")}
            label="Country"
            description="Where it has its seat."
            data={countryChoices()}
            searchable
            clearable
          />
          <Select
            {...form.field("language")}
            label="Language of documents"
            description="For vendors, and customers who have none of their own."
            data={languageChoices(form.values.language)}
            allowDeselect={false}
          />
        </SimpleGrid>
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <Select
            {...form.field("base_currency")}
            label="Base currency"
            description="Fixed once a transaction exists."
            data={currencyChoices()}
            searchable
            allowDeselect={false}
          />
          <Select
            {...form.field("time_zone")}
            label="Time zone"
            description="Decides when a day begins."
            data={timeZoneChoices()}
            searchable
            allowDeselect={false}
          />
        </SimpleGrid>
      </FormSection>
      <FormSection title="Address" help="Printed on documents, and shared with a CRM that is connected.">
        <Textarea
          {...form.field("address.street")}
          label="Street"
          autosize
          minRows={1}
          autoComplete="street-address"
        />
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <TextInput {...form.field("address.city")} label="City" autoComplete="address-level2" />
          <TextInput {...form.field("address.zip")} label="ZIP or postal code" autoComplete="postal-code" />
          <TextInput
            {...form.field("address.state")}
            label="State or province"
            autoComplete="address-level1"
          />
          <TextInput {...form.field("address.country")} label="Country, as on letters" />
        </SimpleGrid>
        <TextInput {...form.field("address.phone")} label="Phone" type="tel" autoComplete="tel" />
      </FormSection>
      <SellerFields field={form.field} />
      <FormSection title="Additional e-mails" help="Shared with a CRM that is connected.">
        <TagsInput
          {...form.field("additional_emails")}
          label="E-mail addresses"
          description="Enter adds one."
        />
      </FormSection>
    </Form>
  );
}

/** What the API takes: no country is null. */
function bodyOf<Values extends { country: string }>(
  values: Values,
): Omit<Values, "country"> & { country: string | null } {
  return { ...values, country: values.country === "" ? null : values.country };
}

function OrganizationFacts({ view }: { view: BillingOrganizationView }) {
  return (
    <Fields>
      <Field name="Name" value={view.name} />
      <Field name="Country" value={view.country === null ? null : showName("region", view.country)} />
      <Field name="Language of documents" value={languageName(view.language)} />
      <Field name="Base currency" value={showName("currency", view.base_currency)} />
      <Field name="Time zone" value={view.time_zone} />
      <Field
        name="Address"
        value={addressParts
          .map((part) => view.address[part])
          .filter(Boolean)
          .join(", ")}
      />
      <Field name={view.tax_label ?? "VAT number"} value={view.tax_number} />
      <Field name="Payment" value={howToPay(view, english.seller).replaceAll("\n", ", ")} />
      <Field name="Additional e-mails" value={view.additional_emails.join(", ")} />
    </Fields>
  );
}
