import { Stack, Text, Title } from "@mantine/core";
import type { SubscriptionOutcome, SubscriptionView } from "#billing/subscription/subscription.api.ts";
import { CallError } from "#platform/http/call.ts";
import { type DocumentView, reckoningOf } from "#billing/paper/paper.ts";
import { inApp } from "#web/billing/documents/in-app.ts";
import { PaperLines } from "#web/billing/documents/PaperLines.tsx";
import { PaperTotals } from "#web/billing/documents/PaperTotals.tsx";
import { UpcomingInvoice } from "#web/billing/subscriptions/UpcomingInvoice.tsx";
import {
  atOnceWords,
  couponEndWords,
  droppedWords,
  nextWords,
  statusOf,
} from "#web/billing/subscriptions/words.ts";
import { fieldsOf, type FormState } from "#web/ui/form.ts";
import { ProblemBox } from "#web/ui/Problem.tsx";
import { showDay } from "#web/ui/show.ts";
import { Status } from "#web/ui/Status.tsx";
import type { usePreview } from "./preview.ts";
import classes from "./Outcome.module.css";

type OutcomeProps = {
  of: ReturnType<typeof usePreview>;
  /** What to say while too little is known to ask; nothing where all is. */ waiting: string | undefined;
  /** The form that it is beside: what that was refused with is not told twice. */
  form: Pick<FormState<unknown>, "listed" | "problem">;
  /** What is changed, as it is now; none of something new. */ before?: SubscriptionView | undefined;
};

/** What a sale or an action would do: the invoices it would write, and what would happen next. */
export function Outcome({ of, waiting, before, form }: OutcomeProps) {
  if (of.error !== null) return <Refused error={of.error} form={form} />;
  return (
    <section
      className={classes.outcome}
      data-old={of.isOld || undefined}
      aria-label="Preview"
      aria-live="polite"
    >
      {of.data === undefined ? (
        <Text c="dimmed">{waiting ?? "Reckoning"}</Text>
      ) : (
        <Known outcome={of.data} before={before} />
      )}
    </section>
  );
}

/** Why it would be refused, with the fields that the refusal is about. */
function Refused({ error, form }: { error: CallError; form: OutcomeProps["form"] }) {
  const fields = fieldsOf(error);
  const isListed =
    fields.length > 0 &&
    fields.every(({ problem }) => form.listed.some((listed) => listed.problem === problem));
  const isSaid = form.problem instanceof CallError && form.problem.view.title === error.view.title;
  if (isListed || isSaid) return null;
  // A form that was just opened is not wrong: nothing was chosen yet.
  if (error.view.code === "subscription.unchanged") return <Text c="dimmed">{error.view.remedy}</Text>;
  return (
    <ProblemBox problem={error}>
      {fields.map(({ path, problem }) => (
        <Text key={path + problem}>
          {path.replaceAll(/[._]/g, " ")}: {problem}
        </Text>
      ))}
    </ProblemBox>
  );
}

/** A document that would be written. */
function Written({ what, document }: { what: string; document: DocumentView }) {
  const reckoning = reckoningOf(inApp, document, []);
  return (
    <div>
      <Title order={3}>
        {what} of {showDay(document.date)}
      </Title>
      <PaperLines of={reckoning} />
      <PaperTotals of={reckoning} />
    </div>
  );
}

type KnownProps = { outcome: SubscriptionOutcome; before: SubscriptionView | undefined };

function Known({ outcome, before }: KnownProps) {
  const { invoices, credit_notes: notes, subscription, next_invoice: next } = outcome;
  const ends = [couponEndWords(subscription, before), droppedWords(subscription, before)];
  return (
    <Stack gap="lg">
      {invoices.length === 0 && notes.length === 0 && <Text fw={600}>Nothing is billed today.</Text>}
      {invoices.length > 1 && <Text fw={600}>{atOnceWords(invoices)}</Text>}
      {invoices.map((invoice) => (
        <Written key={invoice.id} what="Invoice" document={invoice} />
      ))}
      {notes.map((note) => (
        <Written key={note.id} what="Credit note" document={note} />
      ))}
      <div>
        <Status {...statusOf(subscription.status)} />
        <Text mt={4}>
          {subscription.next_on !== null && <strong>{showDay(subscription.next_on)}: </strong>}
          {nextWords(subscription)}
        </Text>
        {ends.map(
          (words) =>
            words !== null && (
              <Text key={words} mt={4}>
                {words}
              </Text>
            ),
        )}
      </div>
      {next !== null && (
        <UpcomingInvoice key={invoices.length} invoice={next} isOpen={invoices.length === 0} />
      )}
    </Stack>
  );
}
