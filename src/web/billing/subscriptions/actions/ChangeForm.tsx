import { SegmentedControl } from "@mantine/core";
import { changeSubscription } from "#billing/subscription/action.api.ts";
import {
  saleBody,
  saleProblems,
  type SaleValues,
  saleValues,
} from "#web/billing/subscriptions/sale/sale-values.ts";
import { SaleFields } from "#web/billing/subscriptions/sale/SaleFields.tsx";
import { ActionForm, type ActionProps } from "./ActionForm.tsx";

type ChangeValues = SaleValues & { when: "now" | "term_end" };

/** Another plan, other quantities or addons: now, with each day given back and charged, or at the end of the term. */
export function ChangeForm(props: ActionProps) {
  const { subscription } = props;
  const initial: ChangeValues = { ...saleValues(subscription), when: "now" };
  return (
    <ActionForm
      {...props}
      endpoint={changeSubscription}
      initial={initial}
      check={saleProblems}
      body={(values) => ({ ...saleBody(values, subscription), when: values.when })}
      submit="Change"
      done="is changed"
    >
      {(form) => (
        <>
          <SaleFields of={form} currency={subscription.currency_code} sold={subscription.items} />
          {subscription.term_end !== null && (
            <SegmentedControl
              aria-label="When"
              data={[
                { value: "now", label: "Now" },
                { value: "term_end", label: "At the end of the term" },
              ]}
              value={form.values.when}
              onChange={(when) => form.set("when", when)}
              w="fit-content"
              maw="100%"
            />
          )}
        </>
      )}
    </ActionForm>
  );
}
