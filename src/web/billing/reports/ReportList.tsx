import { Stack, Text, Title } from "@mantine/core";
import {
  IconCalendarTime,
  IconChartBar,
  IconCash,
  IconChartLine,
  IconFileText,
  IconListDetails,
  IconMapPin,
  IconPackage,
  IconPercentage,
  IconRepeat,
  IconScale,
  IconTrendingDown,
  IconUserPlus,
  IconUsers,
  type Icon,
} from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { type ReportName, reports } from "#billing/report/report-names.ts";
import { Page } from "#web/ui/Page.tsx";
import { useReportPlaces } from "./places.ts";
import classes from "./ReportList.module.css";

const icons: Readonly<Record<ReportName, Icon>> = {
  mrr: IconChartLine,
  "mrr-movements": IconChartBar,
  churn: IconTrendingDown,
  subscriptions: IconRepeat,
  "sign-ups": IconUserPlus,
  "sales-by-plan": IconPackage,
  "sales-by-country": IconMapPin,
  "sales-by-customer": IconUsers,
  receivables: IconCalendarTime,
  "payments-received": IconCash,
  "payments-list": IconListDetails,
  "tax-summary": IconPercentage,
  "tax-documents": IconFileText,
  "trial-balance": IconScale,
};

const groups: readonly { title: string; of: readonly ReportName[] }[] = [
  { title: "Recurring revenue", of: ["mrr", "mrr-movements", "churn"] },
  { title: "Subscriptions", of: ["subscriptions", "sign-ups"] },
  { title: "Sales", of: ["sales-by-plan", "sales-by-country", "sales-by-customer"] },
  { title: "Money owed and received", of: ["receivables", "payments-received", "payments-list"] },
  { title: "Tax and ledger", of: ["tax-summary", "tax-documents", "trial-balance"] },
];

/** All reports, and what each is about. */
export function ReportList() {
  const places = useReportPlaces();
  return (
    <Page title="Reports" facts={["Figures in your own currency"]}>
      <Stack gap={28} maw={880}>
        {groups.map(({ title, of }) => (
          <section key={title} aria-label={title}>
            <Title order={2}>{title}</Title>
            <ul className={classes.reports}>
              {of.map((name) => {
                const Glyph = icons[name];
                return (
                  <li key={name}>
                    <Link to={places.report(name)} className={classes.report}>
                      <Glyph size={20} stroke={1.5} aria-hidden />
                      <span className={classes.title}>{reports[name].title}</span>
                      <Text component="span" className={classes.about}>
                        {reports[name].about}
                      </Text>
                    </Link>
                  </li>
                );
              })}
            </ul>
          </section>
        ))}
      </Stack>
    </Page>
  );
}
