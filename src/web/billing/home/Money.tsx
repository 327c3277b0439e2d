import { Anchor, SimpleGrid, Skeleton, Stack, Title } from "@mantine/core";
import { IconCalendarTime, IconChartLine, IconClockExclamation, IconTrendingDown } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { getReport, type ReportView } from "#billing/report/report.api.ts";
import type { CallError } from "#platform/http/call.ts";
import { useCall } from "#web/api.ts";
import { useInvoicePlaces } from "#web/billing/invoices/places.ts";
import { chartOf } from "#web/billing/reports/chart.ts";
import { useReportPlaces } from "#web/billing/reports/places.ts";
import { useExchangeRatesPlace } from "#web/billing/settings/places.ts";
import { Figures, type Figure } from "#web/ui/Glance.tsx";
import { ProblemBox, wordsFor } from "#web/ui/Problem.tsx";
import { showAmount, showCount } from "#web/ui/show.ts";
import { churnWords, lateCustomers, minorIn, overdueOf, rateMissing, showChange } from "./home-figures.ts";
import { amountText } from "#kernel/money.ts";

// What draws comes after the figures.
const ReportChart = lazy(async () => ({
  default: (await import("#web/billing/reports/ReportChart.tsx")).ReportChart,
}));

/** How money stands: what recurs, what was lost, what is owed. Nothing where nothing was sold yet. */
export function Money() {
  const movements = useCall(getReport, { params: { report: "mrr-movements" } });
  const churn = useCall(getReport, { params: { report: "churn" } });
  const owed = useCall(getReport, { params: { report: "receivables" } });
  const exchangeRates = useExchangeRatesPlace();
  const figures = useFigures({ movements, churn, owed });
  const charts = [movements, owed].flatMap(({ data: view }) => {
    const chart = view && chartOf(view);
    return view === undefined || chart === undefined ? [] : [{ view, chart }];
  });
  if (movements.data !== undefined && owed.data !== undefined && charts.length === 0) return null;
  return (
    <Stack component="section" gap="md" aria-label="Money">
      <Figures label="Money" of={figures} />
      {movements.error !== null && movements.data === undefined && (
        <ProblemBox problem={movements.error}>
          {rateMissing(movements.error) !== undefined && (
            <Anchor component={Link} to={exchangeRates} display="block">
              Exchange rates
            </Anchor>
          )}
        </ProblemBox>
      )}
      {charts.length > 0 && (
        <SimpleGrid cols={{ base: 1, sm: charts.length }} spacing="lg">
          {charts.map(({ view, chart }) => (
            <Stack key={view.report} gap="xs">
              <Title order={2}>{view.title}</Title>
              <Suspense fallback={<Skeleton height={240} radius="md" />}>
                <ReportChart chart={chart} currency={view.base_currency} height={240} />
              </Suspense>
            </Stack>
          ))}
        </SimpleGrid>
      )}
    </Stack>
  );
}

type Asked = { data: ReportView | undefined; error: CallError | null };

function useFigures(asked: Record<"movements" | "churn" | "owed", Asked>): Figure[] {
  const [movements, churn, owed] = [asked.movements.data, asked.churn.data, asked.owed.data];
  const { report } = useReportPlaces();
  const exchangeRates = useExchangeRatesPlace();
  const { list } = useInvoicePlaces();
  const currency = movements?.base_currency ?? "";
  const month = movements?.rows.at(-1);
  const moved = minorIn(month, "closing", currency) - minorIn(month, "opening", currency);
  const total = owed?.totals?.["total"];
  return [
    {
      title: "MRR",
      icon: IconChartLine,
      to: report("mrr"),
      count: month && showAmount(String(month["closing"]), currency),
      note: month && `${showChange(moved, currency)} this month`,
      ...refusalOf(asked.movements, exchangeRates),
    },
    {
      title: "Churn this month",
      icon: IconTrendingDown,
      to: report("churn"),
      ...(churn === undefined ? { count: undefined } : churnWords(churn.rows.at(-1))),
      ...refusalOf(asked.churn, exchangeRates),
    },
    {
      title: "Owed by customers",
      icon: IconCalendarTime,
      to: report("receivables"),
      count: owed && showAmount(String(total), owed.base_currency),
      note: owed && showCount(Number(owed.totals?.["invoices"] ?? 0), "open invoice"),
      ...refusalOf(asked.owed, exchangeRates),
    },
    {
      title: "Overdue",
      icon: IconClockExclamation,
      to: list,
      search: { status: "overdue" },
      count: owed && showAmount(amountText(overdueOf(owed), owed.base_currency), owed.base_currency),
      note: owed && showCount(lateCustomers(owed), "customer"),
      ...refusalOf(asked.owed, exchangeRates),
    },
  ];
}

/** What a tile says in place of a figure that was refused; a rate that is missing leads to where it is set. */
function refusalOf({ data, error }: Asked, exchangeRates: string): Partial<Figure> {
  if (data !== undefined || error === null) return {};
  const currency = rateMissing(error);
  if (currency === undefined) return { count: null, note: wordsFor(error).title };
  return { count: null, note: `Add an exchange rate of ${currency}`, to: exchangeRates };
}
