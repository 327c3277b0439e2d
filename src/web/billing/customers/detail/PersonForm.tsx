import { Checkbox, Modal, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { addContactPerson, editContactPerson } from "#billing/customer/contact-person.api.ts";
import {
  type ContactPersonView,
  NewContactPerson as Schema,
  personLabels,
} from "#billing/customer/customer-schema.api.ts";
import { useSend } from "#web/api.ts";
import { Form } from "#web/ui/Form.tsx";
import { useFormState } from "#web/ui/form.ts";
import { problemsBy } from "#web/ui/problems-by.ts";
import { personValues } from "./person-values.ts";

type PersonFormProps = {
  customer: string;
  /** The one to change; none: closed. */ person: ContactPersonView | "new" | undefined;
  onClose: () => void;
};

/** Adds or changes a contact person. */
export function PersonForm({ customer, person, onClose }: PersonFormProps) {
  return (
    <Modal
      opened={person !== undefined}
      onClose={onClose}
      title={person === "new" ? "Add contact person" : "Edit contact person"}
      size="lg"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {person !== undefined && (
        <Fill customer={customer} person={person === "new" ? undefined : person} onClose={onClose} />
      )}
    </Modal>
  );
}

function Fill({
  customer,
  person,
  onClose,
}: {
  customer: string;
  person: ContactPersonView | undefined;
  onClose: () => void;
}) {
  const add = useSend(addContactPerson);
  const edit = useSend(editContactPerson);
  const form = useFormState({
    initial: personValues(person),
    check: problemsBy(Schema),
    send: async (body) => {
      await (person === undefined
        ? add.mutateAsync({ params: { customer }, body })
        : edit.mutateAsync({ params: { person: person.id }, body }));
      onClose();
    },
  });
  const text = (name: Exclude<keyof ReturnType<typeof personValues>, "is_primary">) => (
    <TextInput {...form.field(name)} label={personLabels[name]} autoComplete="off" />
  );
  return (
    <Form
      of={form}
      submit={person === undefined ? "Add contact person" : "Save"}
      onCancel={onClose}
      focusFirst
    >
      <Stack gap="md">
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
          {text("first_name")}
          {text("last_name")}
          {text("email")}
          {text("salutation")}
          {text("phone")}
          {text("mobile")}
          {text("fax")}
          {text("department")}
          {text("designation")}
        </SimpleGrid>
        <Checkbox {...form.checkbox("is_primary")} label="Primary contact of this customer" />
      </Stack>
    </Form>
  );
}
