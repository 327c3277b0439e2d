import type { ReactNode } from "react";
import type { FieldProblem } from "#kernel/errors.ts";
import type { SubscriptionView } from "#billing/subscription/subscription.api.ts";
import { PreviewedForm } from "#web/billing/subscriptions/sale/PreviewedForm.tsx";
import type { SaleEndpoint } from "#web/billing/subscriptions/sale/preview.ts";
import type { FormState } from "#web/ui/form.ts";

/** One action on one subscription, in its dialog. */
export type ActionProps = { subscription: SubscriptionView; onClose: () => void };

type ActionFormProps<Values extends Record<string, unknown>> = ActionProps & {
  endpoint: SaleEndpoint;
  initial: Values;
  /** The values as the API takes them. */
  body?: (values: Values) => object;
  check?: (values: Values) => FieldProblem[];
  /** The verb of the button. */
  submit: string;
  /** Said once it is done: `is paused`. */
  done: string;
  children: (form: FormState<Values>) => ReactNode;
};

/** The fields of an action, and what it would do, before it is done. */
export function ActionForm<Values extends Record<string, unknown>>({
  subscription,
  done,
  ...props
}: ActionFormProps<Values>) {
  const { id, number } = subscription;
  return (
    <PreviewedForm
      {...props}
      params={{ subscription: id }}
      before={subscription}
      told={() => `${number} ${done}.`}
    />
  );
}
