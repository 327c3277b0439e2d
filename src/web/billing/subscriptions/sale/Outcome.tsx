import { Stack, Text, Title } from "@mantine/core";
import type { SubscriptionOutcome, SubscriptionView } from "#billing/subscription/subscription.api.ts";
import { reckoningOf } from "#billing/paper/paper.ts";
import { PaperLines } from "#web/billing/documents/PaperLines.tsx";
import { PaperTotals } from "#web/billing/documents/PaperTotals.tsx";
import { couponEndWords, nextWords, statusOf } from "#web/billing/subscriptions/words.ts";
import { ProblemBox } from "#web/ui/Problem.tsx";
import { show, showDay } from "#web/ui/show.ts";
import { Status } from "#web/ui/Status.tsx";
import type { usePreview } from "./preview.ts";
import classes from "./Outcome.module.css";

type OutcomeProps = {
  of: ReturnType<typeof usePreview>;
  /** What to say while too little is known to ask. */ waiting?: string;
  /** What is changed, as it is now; none of something new. */ before?: SubscriptionView | undefined;
};

/** What a sale or an action would do: the invoices it would write, and what would happen next. */
export function Outcome({ of, waiting, before }: OutcomeProps) {
  if (of.error !== null) return <ProblemBox problem={of.error} />;
  return (
    <section
      className={classes.outcome}
      data-old={of.isOld || undefined}
      aria-label="Preview"
      aria-live="polite"
    >
      {of.data === undefined ? (
        <Text c="dimmed">{of.isFetching ? "Reckoning" : waiting}</Text>
      ) : (
        <Known outcome={of.data} before={before} />
      )}
    </section>
  );
}

type KnownProps = { outcome: SubscriptionOutcome; before: SubscriptionView | undefined };

function Known({ outcome: { invoices, subscription }, before }: KnownProps) {
  const couponEnds = couponEndWords(subscription, before);
  return (
    <Stack gap="lg">
      {invoices.length === 0 && <Text fw={600}>Nothing is billed today.</Text>}
      {invoices.map((invoice) => (
        <div key={invoice.id}>
          <Title order={3}>Invoice of {showDay(invoice.date)}</Title>
          <PaperLines of={reckoningOf(show, invoice, [])} />
          <PaperTotals of={reckoningOf(show, invoice, [])} />
        </div>
      ))}
      <div>
        <Status {...statusOf(subscription.status)} />
        <Text mt={4}>
          {subscription.next_on !== null && <strong>{showDay(subscription.next_on)}: </strong>}
          {nextWords(subscription)}
        </Text>
        {couponEnds !== null && <Text mt={4}>{couponEnds}</Text>}
      </div>
    </Stack>
  );
}
