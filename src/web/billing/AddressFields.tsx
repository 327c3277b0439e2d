import { SimpleGrid, Stack, Textarea, TextInput } from "@mantine/core";
import type { AddressView } from "#billing/customer/customer-schema.api.ts";
import type { FormState } from "#web/ui/form.ts";

/** An address as a form holds it: texts, empty where there is nothing. */
export type AddressValues = Record<keyof AddressView, string>;

const parts = ["attention", "street", "city", "state", "zip", "country", "phone"] as const;

/** What the form of an address begins with. */
export function addressValues(address: AddressView | undefined): AddressValues {
  return Object.fromEntries(parts.map((part) => [part, address?.[part] ?? ""])) as AddressValues;
}

type AddressFieldsProps<Values> = { of: Pick<FormState<Values>, "field">; name: string };

/** The fields of an address, as on an envelope; `name` is where it is in the form. */
export function AddressFields<Values>({ of, name }: AddressFieldsProps<Values>) {
  return (
    <Stack gap="md">
      <TextInput {...of.field(`${name}.attention`)} label="Attention" />
      <Textarea {...of.field(`${name}.street`)} label="Street" autosize minRows={2} />
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
        <TextInput {...of.field(`${name}.zip`)} label="ZIP code" />
        <TextInput {...of.field(`${name}.city`)} label="City" />
        <TextInput {...of.field(`${name}.state`)} label="State" />
        <TextInput {...of.field(`${name}.country`)} label="Country" />
        <TextInput {...of.field(`${name}.phone`)} label="Phone" inputMode="tel" />
      </SimpleGrid>
    </Stack>
  );
}
