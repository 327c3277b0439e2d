import { ActionIcon, NumberInput, Modal, Stack, Text, TextInput } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { useState } from "react";
import { numberText } from "#billing/document/kind.ts";
import {
  listNumberSeries,
  type NumberSeriesView,
  setNumberSeries,
} from "#billing/document/number-series.api.ts";
import { asPages, useCall } from "#web/api.ts";
import { useMay } from "#web/app/organization.ts";
import { useDoing } from "#web/billing/documents/page/doing.ts";
import { type Column, DataTable } from "#web/ui/DataTable.tsx";
import { Form } from "#web/ui/Form.tsx";
import { useFormState } from "#web/ui/form.ts";
import { problemsBy } from "#web/ui/problems-by.ts";
import { Page } from "#web/ui/Page.tsx";
import { tell } from "#web/ui/tell.tsx";
import { sentencesOf } from "#web/ui/sentences.ts";

const kinds: Record<NumberSeriesView["kind"], string> = {
  invoice: "Invoices",
  credit_note: "Credit notes",
  estimate: "Estimates",
  sales_order: "Sales orders",
  purchase_order: "Purchase orders",
  payment: "Payments",
  subscription: "Subscriptions",
};

/** How the numbers of each kind of document go on. */
export function NumberSeries() {
  const series = useCall(listNumberSeries);
  const mayAdmin = useMay("admin");
  const [edited, setEdited] = useState<NumberSeriesView>();
  return (
    <Page
      title="Number series"
      facts={[
        "A number is given when a document goes out, one after the other, none twice and none left out",
      ]}
      width="fill"
    >
      <DataTable
        name="number-series"
        label="Number series"
        columns={columnsOf(mayAdmin ? setEdited : undefined)}
        pages={asPages(series, ({ items }) => items)}
        rowId={({ kind }) => kind}
        rowName={({ kind }) => kinds[kind]}
        isPlain
        empty={null}
      />
      <Modal
        opened={edited !== undefined}
        onClose={() => setEdited(undefined)}
        title={edited && `Numbers of ${kinds[edited.kind].toLowerCase()}`}
        closeButtonProps={{ "aria-label": "Close" }}
      >
        {edited && <Fill key={edited.kind} series={edited} onClose={() => setEdited(undefined)} />}
      </Modal>
    </Page>
  );
}

const words = { prefix: "Prefix", next_number: "Next number", digits: "Digits" };

function Fill({ series, onClose }: { series: NumberSeriesView; onClose: () => void }) {
  const doing = useDoing();
  const { kind } = series;
  const form = useFormState<{ prefix: string; next_number: string; digits: number | string }>({
    initial: { prefix: series.prefix, next_number: series.next_number, digits: series.digits },
    check: (values) =>
      sentencesOf(
        words,
        problemsBy(setNumberSeries.body)({ kind, ...values, digits: Number(values.digits) }),
      ),
    send: async ({ prefix, next_number, digits }) => {
      // Another prefix begins its own numbers, unless one was typed.
      const isBegun = prefix !== series.prefix && next_number === series.next_number;
      const body = { kind, prefix, digits: Number(digits), ...(isBegun ? {} : { next_number }) };
      const { next } = await doing(setNumberSeries, { body });
      tell(`The next one of ${kinds[kind].toLowerCase()} is ${next}.`);
      onClose();
    },
  });
  const { prefix, next_number, digits } = form.values;
  const isNumber = /^[1-9]\d{0,14}$/.test(next_number.trim());
  return (
    <Form of={form} submit="Save" onCancel={onClose} focusFirst>
      <Stack gap="md">
        <TextInput {...form.field("prefix")} label="Prefix" autoComplete="off" />
        <TextInput
          {...form.field("next_number")}
          label="Next number"
          description="Only upwards: no number is given twice."
          inputMode="numeric"
          autoComplete="off"
        />
        <NumberInput
          {...form.field("digits")}
          label="Digits"
          description="Filled up with zeros in front."
          min={1}
          max={12}
          allowDecimal={false}
          allowNegative={false}
        />
        {isNumber && (
          <Text role="status">
            The next one is{" "}
            <strong className="figures">
              {numberText(prefix, BigInt(next_number.trim()), Number(digits))}
            </strong>
            .
          </Text>
        )}
      </Stack>
    </Form>
  );
}

function columnsOf(edit: ((series: NumberSeriesView) => void) | undefined): Column<NumberSeriesView>[] {
  const plain: Column<NumberSeriesView>[] = [
    {
      id: "kind",
      title: "Kind",
      width: 200,
      cell: ({ kind }) => (
        <Text component="span" inherit fw={500}>
          {kinds[kind]}
        </Text>
      ),
    },
    {
      id: "next",
      title: "The next one",
      width: 200,
      cell: ({ next }) => <span className="figures">{next}</span>,
    },
    { id: "prefix", title: "Prefix", width: 140, cell: ({ prefix }) => prefix },
    { id: "digits", title: "Digits", width: 100, align: "right", cell: ({ digits }) => digits },
  ];
  if (edit === undefined) return plain;
  return [
    ...plain,
    {
      id: "actions",
      title: "Actions",
      isActions: true,
      width: 56,
      align: "right",
      cell: (series) => (
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={`Edit the numbers of ${kinds[series.kind].toLowerCase()}`}
          onClick={() => edit(series)}
        >
          <IconPencil size={16} />
        </ActionIcon>
      ),
    },
  ];
}
