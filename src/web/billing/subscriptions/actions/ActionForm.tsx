import { Stack } from "@mantine/core";
import type { ReactNode } from "react";
import type { FieldProblem } from "#kernel/errors.ts";
import type { SubscriptionView } from "#billing/subscription/subscription.api.ts";
import type { Call } from "#platform/http/endpoint.ts";
import { useSend } from "#web/api.ts";
import { Outcome } from "#web/billing/subscriptions/sale/Outcome.tsx";
import { type SaleEndpoint, usePreview } from "#web/billing/subscriptions/sale/preview.ts";
import { touchedBySale } from "#web/billing/subscriptions/words.ts";
import { Form } from "#web/ui/Form.tsx";
import { type FormState, useFormState } from "#web/ui/form.ts";
import { tell } from "#web/ui/tell.tsx";

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
export function ActionForm<Values extends Record<string, unknown>>(props: ActionFormProps<Values>) {
  const { subscription, onClose, endpoint, initial, body, check, submit, done, children } = props;
  const send = useSend(endpoint, { refreshes: touchedBySale });
  const inputOf = (values: Values, preview: boolean): Call<SaleEndpoint> => ({
    params: { subscription: subscription.id },
    body: { ...body?.(values), preview },
  });
  const form = useFormState<Values>({
    initial,
    ...(check === undefined ? {} : { check }),
    send: async (values) => {
      await send.mutateAsync(inputOf(values, false));
      tell(`${subscription.number} ${done}.`);
      onClose();
    },
  });
  const isReady = (check?.(form.values) ?? []).length === 0;
  const preview = usePreview(endpoint, isReady && !form.isSending ? inputOf(form.values, true) : undefined);
  return (
    <Form of={form} submit={submit} onCancel={onClose}>
      <Stack gap="md">
        {children(form)}
        {form.problem === undefined && (
          <Outcome of={preview} waiting="Fill in the fields, and what would happen is shown here." />
        )}
      </Stack>
    </Form>
  );
}
