import { Modal, Select, Stack, TextInput } from "@mantine/core";
import { setExchangeRate } from "#billing/currency/exchange-rate.api.ts";
import { currencyChoices } from "#web/account/places.ts";
import { useDoing } from "#web/billing/documents/page/doing.ts";
import { Form } from "#web/ui/Form.tsx";
import { useFormState } from "#web/ui/form.ts";
import { problemsBy } from "#web/ui/problems-by.ts";
import { showDay, showDecimal } from "#web/ui/show.ts";
import { tell } from "#web/ui/tell.tsx";
import { sentencesOf } from "#web/ui/sentences.ts";

type NewRateProps = { isOpen: boolean; onClose: () => void; base: string; today: string };

/** Adds the rate of a currency from a day on; one of the same day is replaced. */
export function NewRate({ isOpen, ...kept }: NewRateProps) {
  return (
    <Modal
      opened={isOpen}
      onClose={kept.onClose}
      title="Add rate"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Fill {...kept} />
    </Modal>
  );
}

const words = { rate: "Rate", date: "The day" };

function Fill({ onClose, base, today }: Omit<NewRateProps, "isOpen">) {
  const doing = useDoing();
  const form = useFormState({
    initial: { currency_code: "", date: today, rate: "" },
    check: (values) => sentencesOf(words, problemsBy(setExchangeRate.body)(values)),
    send: async (body) => {
      const { currency_code, date, rate } = await doing(setExchangeRate, { body });
      tell(`From ${showDay(date)} on, 1 ${currency_code} is ${showDecimal(rate)} ${base}.`);
      onClose();
    },
  });
  const { currency_code: currency } = form.values;
  return (
    <Form of={form} submit="Add rate" onCancel={onClose} focusFirst>
      <Stack gap="md">
        <Select
          {...form.field("currency_code")}
          label="Currency"
          data={currencyChoices().filter(({ value }) => value !== base)}
          searchable
          allowDeselect={false}
          openOnFocus={false}
          withAsterisk
        />
        <TextInput
          {...form.field("rate")}
          label={currency === "" ? `Rate, ${base} for 1 unit` : `Rate, ${base} for 1 ${currency}`}
          placeholder="1.0842"
          inputMode="decimal"
          autoComplete="off"
          withAsterisk
        />
        <TextInput
          {...form.field("date")}
          label="From"
          description="It holds from this day on, until a later one. One of the same day is replaced."
          type="date"
        />
      </Stack>
    </Form>
  );
}
