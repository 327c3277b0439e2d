import { Modal, Stack, Text, TextInput } from "@mantine/core";
import { createTax, editTax, type TaxView } from "#billing/tax/tax.api.ts";
import { useDoing } from "#web/billing/documents/page/doing.ts";
import { Form } from "#web/ui/Form.tsx";
import { useFormState } from "#web/ui/form.ts";
import { problemsBy } from "#web/ui/problems-by.ts";
import { tell } from "#web/ui/tell.tsx";
import { sentencesOf } from "#web/ui/sentences.ts";

type TaxFormProps = {
  /** The one that is changed; none for a new one. */
  tax?: TaxView;
  isOpen: boolean;
  onClose: () => void;
};

/** Adds a tax, or changes one. */
export function TaxForm({ isOpen, ...kept }: TaxFormProps) {
  return (
    <Modal
      opened={isOpen}
      onClose={kept.onClose}
      title={kept.tax === undefined ? "New tax" : `Edit ${kept.tax.name}`}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Fill {...kept} />
    </Modal>
  );
}

const words = { percentage: "Rate" };

function Fill({ tax, onClose }: Omit<TaxFormProps, "isOpen">) {
  const doing = useDoing();
  const form = useFormState({
    initial: { name: tax?.name ?? "", percentage: tax?.percentage ?? "" },
    check: (values) => sentencesOf(words, problemsBy(createTax.body)(values)),
    send: async (body) => {
      const saved =
        tax === undefined
          ? await doing(createTax, { body })
          : await doing(editTax, { params: { tax: tax.id }, body: { ...body, version: tax.version } });
      tell(`${saved.name} is saved.`);
      onClose();
    },
  });
  return (
    <Form of={form} submit="Save tax" onCancel={onClose} focusFirst>
      <Stack gap="md">
        <TextInput {...form.field("name")} label="Name" placeholder="VAT" autoComplete="off" withAsterisk />
        <TextInput
          {...form.field("percentage")}
          label="Rate in percent"
          placeholder="19"
          inputMode="decimal"
          autoComplete="off"
          withAsterisk
        />
        {tax && (
          <Text c="dimmed">
            What was written with it keeps its rate; drafts take the new one when they are saved again.
          </Text>
        )}
      </Stack>
    </Form>
  );
}
