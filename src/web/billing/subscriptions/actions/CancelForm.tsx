import { SegmentedControl, Text, Textarea } from "@mantine/core";
import { cancelSubscription } from "#billing/subscription/action.api.ts";
import { ActionForm, type ActionProps } from "./ActionForm.tsx";
import { mayHappen } from "./allowed.ts";

type CancelValues = { when: "term_end" | "now"; reason: string };

/** Ends a subscription: with its term or trial, or at once. */
export function CancelForm(props: ActionProps) {
  const { subscription } = props;
  const mayWait = mayHappen(subscription, "cancel_at_term_end");
  const mayNow = mayHappen(subscription, "cancel");
  const initial: CancelValues = { when: mayWait ? "term_end" : "now", reason: "" };
  return (
    <ActionForm
      {...props}
      endpoint={cancelSubscription}
      initial={initial}
      body={({ when, reason }) => ({
        at_term_end: when === "term_end",
        reason: reason.trim() === "" ? null : reason,
      })}
      submit="Cancel subscription"
      done="is cancelled"
    >
      {(form) => (
        <>
          {mayWait && mayNow && (
            <SegmentedControl
              aria-label="When"
              data={[
                {
                  value: "term_end",
                  label:
                    subscription.status === "trial" ? "At the end of the trial" : "At the end of the term",
                },
                { value: "now", label: "Now" },
              ]}
              value={form.values.when}
              onChange={(when) => form.set("when", when)}
              w="fit-content"
              maw="100%"
            />
          )}
          {form.values.when === "now" && subscription.term_start !== null && (
            <Text>
              Nothing of the present term is given back; credit its invoice where something is to be.
            </Text>
          )}
          <Textarea {...form.field("reason")} label="Reason" autosize minRows={2} maxLength={500} />
        </>
      )}
    </ActionForm>
  );
}
