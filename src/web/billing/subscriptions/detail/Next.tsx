import { Button, Group, Text, Title } from "@mantine/core";
import { unscheduleChange } from "#billing/subscription/action.api.ts";
import { nextInvoice, type SubscriptionView } from "#billing/subscription/subscription.api.ts";
import { useCall, useSend } from "#web/api.ts";
import { useMay } from "#web/app/organization.ts";
import { UpcomingInvoice } from "#web/billing/subscriptions/UpcomingInvoice.tsx";
import { couponEndWords, nextWords, touchedBySale } from "#web/billing/subscriptions/words.ts";
import { showDay } from "#web/ui/show.ts";
import { tell, tellProblem } from "#web/ui/tell.tsx";
import { Items } from "./Items.tsx";
import classes from "./Next.module.css";

/** What happens next by itself and when, with a change that waits for the end of the term. */
export function Next({ subscription }: { subscription: SubscriptionView }) {
  const { next_on: day, scheduled_items: scheduled, cancel_reason: reason } = subscription;
  const next = useCall(nextInvoice, { params: { subscription: subscription.id } });
  const title = day === null ? "What happens next" : `Next: ${showDay(day)}`;
  return (
    <section className={classes.next} aria-label={title}>
      <Title order={2}>{title}</Title>
      <Text>{nextWords(subscription)}</Text>
      {next.data?.invoice && <UpcomingInvoice invoice={next.data.invoice} />}
      {reason !== null && <Text c="dimmed">Cancelled because: {reason}</Text>}
      {scheduled !== null && <Scheduled subscription={subscription} items={scheduled} />}
    </section>
  );
}

type ScheduledProps = { subscription: SubscriptionView; items: SubscriptionView["items"] };

function Scheduled({ subscription, items }: ScheduledProps) {
  const mayWrite = useMay("write");
  const couponEnds = couponEndWords(subscription);
  const takeBack = useSend(unscheduleChange, {
    refreshes: touchedBySale,
    failed: tellProblem,
    done: () => tell("The scheduled change is taken back."),
  });
  return (
    <div className={classes.scheduled}>
      <Group justify="space-between" gap="xs">
        <Text fw={600}>Changes at the end of the term to</Text>
        {mayWrite && (
          <Button
            size="compact-md"
            variant="default"
            loading={takeBack.isPending}
            onClick={() => takeBack.mutate({ params: { subscription: subscription.id }, body: {} })}
          >
            Take back
          </Button>
        )}
      </Group>
      <Items items={items} currency={subscription.currency_code} label="What it will sell" />
      {couponEnds !== null && <Text>{couponEnds}</Text>}
    </div>
  );
}
