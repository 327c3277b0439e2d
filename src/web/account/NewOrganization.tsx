import { Select, Stack, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { createOrganization, NewOrganization as Schema } from "#platform/auth/organization.api.ts";
import { useSend } from "#web/api.ts";
import { Form } from "#web/ui/Form.tsx";
import { useFormState } from "#web/ui/form.ts";
import { problemsBy } from "#web/ui/problems-by.ts";
import { Entry } from "./Entry.tsx";
import { countryChoices, currencyChoices, currencyOf, guessCountry, timeZoneChoices } from "./places.ts";
import { addressIn } from "#web/app/address.ts";

/** A new organization: its name, and where it is, from which currency and time zone follow. */
export function NewOrganization() {
  const navigate = useNavigate();
  const client = useQueryClient();
  const create = useSend(createOrganization);
  const { timeZone: zone } = new Intl.DateTimeFormat().resolvedOptions();
  const country = guessCountry();
  const form = useFormState({
    initial: { name: "", country, currency: currencyOf(country), time_zone: zone },
    check: problemsBy(Schema),
    send: async (values) => {
      const made = await create.mutateAsync({ body: values });
      await client.invalidateQueries();
      await navigate({ to: addressIn(made.id, "billing") });
    },
  });
  return (
    <Entry title="Create an organization" lead="It holds your customers, your billing and a CRM of its own.">
      <Form of={form} submit="Create organization" wide focusFirst>
        <Stack gap="md">
          <TextInput {...form.field("name")} label="Name" name="organization" autoComplete="organization" />
          <Select
            {...form.field("country")}
            label="Country"
            data={countryChoices()}
            searchable
            onChange={(value) => {
              form.set("country", value ?? "");
              form.set("currency", currencyOf(value ?? ""));
            }}
          />
          <Select
            {...form.field("currency")}
            label="Base currency"
            description="Cannot be changed once there are transactions."
            data={currencyChoices()}
            searchable
          />
          <Select
            {...form.field("time_zone")}
            label="Time zone"
            description="Decides when a day begins on invoices and reports."
            data={timeZoneChoices()}
            searchable
          />
        </Stack>
      </Form>
    </Entry>
  );
}
