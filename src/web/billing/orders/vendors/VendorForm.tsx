import { Modal, NumberInput, Select, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { getOrganization } from "#billing/organization/organization.api.ts";
import { createVendor, editVendor, type VendorView } from "#billing/vendor/vendor.api.ts";
import { currencyChoices } from "#web/account/places.ts";
import { useCall, useSend } from "#web/api.ts";
import { AddressFields, addressValues, type AddressValues } from "#web/billing/AddressFields.tsx";
import { textBody } from "#web/billing/documents/form/document-values.ts";
import { Form } from "#web/ui/Form.tsx";
import { useFormState } from "#web/ui/form.ts";
import { problemsBy } from "#web/ui/problems-by.ts";
import { Loaded } from "#web/ui/Loaded.tsx";
import { tell } from "#web/ui/tell.tsx";

type VendorFormProps = {
  /** The one that is changed; none for a new one. */
  vendor?: VendorView;
  isOpen: boolean;
  onClose: () => void;
  onSaved?: (vendor: VendorView) => void;
};

/** Adds a vendor, or changes one. */
export function VendorForm({ isOpen, ...kept }: VendorFormProps) {
  const organization = useCall(getOrganization);
  return (
    <Modal
      opened={isOpen}
      onClose={kept.onClose}
      title={kept.vendor === undefined ? "New vendor" : `Edit ${kept.vendor.name}`}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Loaded of={organization}>{({ base_currency }) => <Fill {...kept} currency={base_currency} />}</Loaded>
    </Modal>
  );
}

type Values = {
  name: string;
  email: string;
  address: AddressValues;
  currency_code: string;
  payment_terms: number | string;
};

function bodyOf({ name, email, address, currency_code, payment_terms }: Values) {
  return {
    name,
    email: textBody(email),
    address,
    currency_code,
    payment_terms: payment_terms === "" ? null : Number(payment_terms),
  };
}

type FillProps = Omit<VendorFormProps, "isOpen"> & { currency: string };

function Fill({ vendor, currency, onClose, onSaved }: FillProps) {
  const create = useSend(createVendor);
  const edit = useSend(editVendor, { refreshes: ["Purchase orders"] });
  const form = useFormState<Values>({
    initial: {
      name: vendor?.name ?? "",
      email: vendor?.email ?? "",
      address: addressValues(vendor?.address),
      currency_code: vendor?.currency_code ?? currency,
      payment_terms: vendor?.payment_terms ?? "",
    },
    check: (values) => problemsBy(createVendor.body)(bodyOf(values)),
    send: async (values) => {
      const body = bodyOf(values);
      const saved =
        vendor === undefined
          ? await create.mutateAsync({ body })
          : await edit.mutateAsync({
              params: { vendor: vendor.id },
              body: { ...body, version: vendor.version },
            });
      tell(`${saved.name} is saved.`);
      onClose();
      onSaved?.(saved);
    },
  });
  return (
    <Form of={form} submit="Save vendor" onCancel={onClose} focusFirst>
      <Stack gap="md">
        <TextInput {...form.field("name")} label="Name" autoComplete="off" withAsterisk />
        <TextInput {...form.field("email")} label="E-mail" type="email" autoComplete="off" />
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <Select
            {...form.field("currency_code")}
            label="Currency"
            description="Fixed once something was ordered."
            data={currencyChoices()}
            searchable
            allowDeselect={false}
          />
          <NumberInput
            {...form.field("payment_terms")}
            label="Payment terms in days"
            description="Until what is billed is due."
            allowNegative={false}
            allowDecimal={false}
          />
        </SimpleGrid>
        <AddressFields of={form} name="address" />
      </Stack>
    </Form>
  );
}
