import { Button, Skeleton, Stack, Text } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { assumedWords } from "#billing/report/rates-assumed.ts";
import { getReport, type ReportView } from "#billing/report/report.api.ts";
import { type ReportName, reports } from "#billing/report/report-names.ts";
import { addressOf } from "#platform/http/call.ts";
import { query, useOrganizationId } from "#web/api.ts";
import { useOrganization } from "#web/app/organization.ts";
import { Empty } from "#web/ui/Empty.tsx";
import { Loaded } from "#web/ui/Loaded.tsx";
import { Page } from "#web/ui/Page.tsx";
import { showDay } from "#web/ui/show.ts";
import { chartOf, isList } from "./chart.ts";
import { type Period, PeriodPicker } from "./PeriodPicker.tsx";
import { reportPeriods } from "./periods.ts";
import { useReportPlaces } from "./places.ts";
import { ReportTable } from "./ReportTable.tsx";

const route = getRouteApi("/o/$org/billing/reports/$report");

// What draws is as large as all the rest of the page: it comes when the figures are asked for.
const ReportChart = lazy(async () => ({ default: (await import("./ReportChart.tsx")).ReportChart }));

/** One report: which days, a picture, the same figures as a table, and as a file. */
export function ReportPage() {
  const { report } = route.useParams();
  const { list } = useReportPlaces();
  const navigate = useNavigate();
  const isKnown = report in reports;
  if (!isKnown)
    return (
      <Page title="Report">
        <Empty
          sentence="There is no report of this name."
          action={<Button onClick={() => void navigate({ to: list })}>All reports</Button>}
        />
      </Page>
    );
  return <Report name={report as ReportName} />;
}

function Report({ name }: { name: ReportName }) {
  const period = route.useSearch();
  const navigate = route.useNavigate();
  const organization = useOrganizationId();
  const asked = useQuery({
    ...query(organization, getReport, { params: { report: name }, query: period }),
    // Other days of the same report: what was there stays until the answer is.
    placeholderData: keepPreviousData,
  });
  const { title, about } = reports[name];
  const view = asked.data?.report === name ? asked.data : undefined;
  return (
    <Page
      title={title}
      facts={view === undefined ? [about] : [about, view.base_currency, daysOf(view)]}
      action={<Download name={name} period={period} />}
    >
      <Stack gap="lg">
        {view !== undefined && (
          <PeriodPicker
            shown={view}
            periods={reportPeriods}
            onChange={(next) => void navigate({ search: next, replace: true })}
          />
        )}
        <Loaded of={{ ...asked, data: view }} skeleton={<Skeleton height={320} maw={1080} radius="md" />}>
          {(shown) => <Figures view={shown} />}
        </Loaded>
      </Stack>
    </Page>
  );
}

function Figures({ view }: { view: ReportView }) {
  const chart = chartOf(view);
  if (view.rows.length === 0)
    return <Empty sentence="There is nothing to report for these days yet." action={null} />;
  const assumed = assumedWords(view.rates_assumed, showDay);
  return (
    <Stack gap="lg">
      {assumed !== undefined && <Text c="dimmed">{assumed}</Text>}
      {chart === undefined && !isList(view.report) && (
        <Text c="dimmed">All of it is zero in these days.</Text>
      )}
      {chart !== undefined && (
        <Suspense fallback={<Skeleton height={280} maw={1080} radius="md" />}>
          <ReportChart chart={chart} currency={view.base_currency} />
        </Suspense>
      )}
      <ReportTable view={view} />
    </Stack>
  );
}

function Download({ name, period }: { name: ReportName; period: Period }) {
  const { id: organization } = useOrganization();
  const file = addressOf(getReport, { params: { report: name }, query: { ...period, format: "csv" } });
  return (
    <Button
      component="a"
      href={`${file}&organization=${organization}`}
      download
      variant="default"
      leftSection={<IconDownload size={16} />}
    >
      Download CSV
    </Button>
  );
}

function daysOf({ from, to }: ReportView): string {
  return from === null ? showDay(to) : `${showDay(from)} to ${showDay(to)}`;
}
