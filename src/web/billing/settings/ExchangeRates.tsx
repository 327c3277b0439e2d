import { Button, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { dayAt } from "#kernel/calendar.ts";
import { instantFromMs } from "#kernel/time.ts";
import {
  deleteExchangeRate,
  type ExchangeRateView,
  listExchangeRates,
} from "#billing/currency/exchange-rate.api.ts";
import { type BillingOrganizationView, getOrganization } from "#billing/organization/organization.api.ts";
import { useCall, usePages } from "#web/api.ts";
import { useMay } from "#web/app/organization.ts";
import { useDoing } from "#web/billing/documents/page/doing.ts";
import { ask } from "#web/ui/ask.tsx";
import { type Column, DataTable } from "#web/ui/DataTable.tsx";
import { Empty } from "#web/ui/Empty.tsx";
import { Loaded } from "#web/ui/Loaded.tsx";
import { Page } from "#web/ui/Page.tsx";
import { RowAction } from "#web/ui/RowAction.tsx";
import { showDay, showDecimal, showName } from "#web/ui/show.ts";
import { Status } from "#web/ui/Status.tsx";
import { tell, tellProblem } from "#web/ui/tell.tsx";
import { NewRate } from "./NewRate.tsx";

/** The exchange rates by currency and day, and which of them holds today. */
export function ExchangeRates() {
  const organization = useCall(getOrganization);
  return organization.data === undefined ? (
    <Page title="Exchange rates">
      <Loaded of={organization}>{() => null}</Loaded>
    </Page>
  ) : (
    <Rates organization={organization.data} />
  );
}

function Rates({ organization }: { organization: BillingOrganizationView }) {
  const { base_currency: base, time_zone } = organization;
  const pages = usePages(listExchangeRates, { query: {} });
  const mayWrite = useMay("write");
  const [isAdding, adding] = useDisclosure(false);
  const [today] = useState(() => dayAt(instantFromMs(Date.now()), time_zone));
  const remove = useRemove();
  const add = mayWrite && (
    <Button leftSection={<IconPlus size={16} />} onClick={adding.open}>
      Add rate
    </Button>
  );
  return (
    <Page
      title="Exchange rates"
      facts={[
        `Base currency ${base}, ${showName("currency", base)}`,
        "Documents keep the rate of the day that they were written with",
      ]}
      action={add}
      width="fill"
    >
      <DataTable
        name="exchange-rates"
        label="Exchange rates"
        columns={columnsOf(pages.items, today, mayWrite ? remove : undefined)}
        pages={pages}
        rowId={({ currency_code, date }) => `${currency_code} ${date}`}
        rowName={({ currency_code, date }) => `${currency_code} from ${showDay(date)}`}
        isPlain
        empty={
          <Empty
            sentence={`Everything is billed in ${base} so far. Add a rate before you bill in another currency.`}
            action={add}
          />
        }
      />
      <NewRate isOpen={isAdding} onClose={adding.close} base={base} today={today} />
    </Page>
  );
}

function useRemove(): (rate: ExchangeRateView) => void {
  const doing = useDoing();
  async function remove({ currency_code, date }: ExchangeRateView): Promise<void> {
    const isSure = await ask({
      title: `Delete the rate of ${currency_code} from ${showDay(date)}?`,
      text: "The rate before it holds instead. Documents that were written with it keep it.",
      yes: "Delete rate",
      danger: true,
    });
    if (!isSure) return;
    await doing(deleteExchangeRate, { query: { currency_code, date } });
    tell(`The rate of ${currency_code} from ${showDay(date)} is deleted.`);
  }
  return (rate) => void remove(rate).catch(tellProblem);
}

/** What a rate is today: the rows are by currency, the newest first. */
function standing(
  rows: readonly ExchangeRateView[],
  { currency_code, date }: ExchangeRateView,
  today: string,
): "to_come" | "in_force" | "earlier" {
  if (date > today) return "to_come";
  const newest = rows.find((row) => row.currency_code === currency_code && row.date <= today);
  return newest?.date === date ? "in_force" : "earlier";
}

const standings = {
  to_come: <Status word="To come" meaning="change" />,
  in_force: <Status word="In force" meaning="agree" />,
  earlier: <Status word="Earlier" meaning="gray" />,
};

function columnsOf(
  rows: readonly ExchangeRateView[],
  today: string,
  remove: ((rate: ExchangeRateView) => void) | undefined,
): Column<ExchangeRateView>[] {
  const plain: Column<ExchangeRateView>[] = [
    {
      id: "currency_code",
      title: "Currency",
      width: 220,
      cell: ({ currency_code: code }) => (
        <Text component="span" inherit fw={500}>
          {code}{" "}
          <Text component="span" inherit c="dimmed" fw={400}>
            {showName("currency", code)}
          </Text>
        </Text>
      ),
    },
    {
      id: "rate",
      title: "Rate",
      width: 200,
      align: "right",
      cell: ({ currency_code, base_currency, rate }) =>
        `1 ${currency_code} = ${showDecimal(rate)} ${base_currency}`,
    },
    { id: "date", title: "From", width: 130, cell: ({ date }) => showDay(date) },
    { id: "standing", title: "Today", width: 130, cell: (rate) => standings[standing(rows, rate, today)] },
  ];
  if (remove === undefined) return plain;
  return [
    ...plain,
    {
      id: "actions",
      title: "Actions",
      isActions: true,
      width: 56,
      align: "right",
      cell: (rate) => (
        <RowAction
          label="Delete"
          name={`Delete ${rate.currency_code} from ${showDay(rate.date)}`}
          icon={IconTrash}
          onClick={() => remove(rate)}
        />
      ),
    },
  ];
}
