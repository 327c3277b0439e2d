import { Anchor, Stack, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { amountText } from "#kernel/money.ts";
import { getReport } from "#billing/report/report.api.ts";
import { listConnections } from "#sync/connection/connection.api.ts";
import { useCall } from "#web/api.ts";
import { useInvoicePlaces } from "#web/billing/invoices/places.ts";
import { useExchangeRatesPlace } from "#web/billing/settings/places.ts";
import { useSubscriptionPlaces } from "#web/billing/subscriptions/places.ts";
import { usePlaces } from "#web/sync/places.ts";
import { standingOf, worstOf } from "#web/sync/standing.ts";
import { showAmount, showCount } from "#web/ui/show.ts";
import { wordsFor } from "#web/ui/Problem.tsx";
import { Status } from "#web/ui/Status.tsx";
import type { Meaning } from "#web/ui/theme.ts";
import classes from "./Attention.module.css";
import { countOf, lateCustomers, overdueOf, rateMissing } from "./home-figures.ts";

type Waiting = {
  word: string;
  meaning: Meaning;
  what: string;
  to: string;
  search?: Record<string, string>;
};

const uncollected = [
  { status: "dunning", word: "Not collected", one: "is tried again", many: "are tried again" },
  {
    status: "unpaid",
    word: "Unpaid",
    one: "was given up and is billed no more",
    many: "were given up and are billed no more",
  },
] as const;

/** What waits for somebody today: money that is late or could not be collected, and a sync that needs a person. */
export function Attention() {
  const { list, isKnown } = useWaiting();
  if (!isKnown) return null;
  return (
    <Stack component="section" gap="xs" aria-label="Today">
      <Title order={2}>Today</Title>
      {list.length === 0 ? (
        <Text c="dimmed">Nothing waits for you.</Text>
      ) : (
        <ul className={classes.waiting}>
          {list.map(({ word, meaning, what, to, search = {} }) => (
            <li key={what}>
              <Status word={word} meaning={meaning} />
              <Anchor component={Link} to={to} search={search as never} c="var(--mantine-color-text)">
                {what}
              </Anchor>
            </li>
          ))}
        </ul>
      )}
    </Stack>
  );
}

function useWaiting(): { list: Waiting[]; isKnown: boolean } {
  const owed = useCall(getReport, { params: { report: "receivables" } });
  const standing = useCall(getReport, { params: { report: "subscriptions" } });
  const connections = useCall(listConnections);
  const invoices = useInvoicePlaces();
  const subscriptions = useSubscriptionPlaces();
  const sync = usePlaces();
  const exchangeRates = useExchangeRatesPlace();
  const list: Waiting[] = [];
  if (owed.data !== undefined && overdueOf(owed.data) > 0n) {
    const { base_currency: currency } = owed.data;
    const amount = showAmount(amountText(overdueOf(owed.data), currency), currency);
    const customers = lateCustomers(owed.data);
    const verb = customers === 1 ? "owes" : "owe";
    list.push({
      word: "Overdue",
      meaning: "conflict",
      what: `${showCount(customers, "customer")} ${verb} ${amount} that is late`,
      to: invoices.list,
      search: { status: "overdue" },
    });
  }
  if (rateMissing(standing.error) !== undefined)
    list.push({
      word: "Not reckoned",
      meaning: "conflict",
      what: wordsFor(standing.error).title,
      to: exchangeRates,
    });
  for (const { status, word, one, many } of uncollected) {
    const count = standing.data === undefined ? 0 : countOf(standing.data, status);
    if (count > 0)
      list.push({
        word,
        meaning: "fail",
        what: `${showCount(count, "subscription")} ${count === 1 ? one : many}`,
        to: subscriptions.list,
        search: { status },
      });
  }
  const worst = worstOf(connections.data?.items ?? []);
  if (worst !== undefined) {
    const { told, words, isOfConflicts, run } = standingOf(worst);
    const about = isOfConflicts ? sync.conflicts(worst.id) : sync.details(worst.id);
    if (told.meaning === "fail" || told.meaning === "conflict")
      list.push({ ...told, what: words, to: run === null ? about : sync.run(run) });
  }
  const isKnown = [owed, standing, connections].every(({ isPending }) => !isPending);
  return { list, isKnown };
}
