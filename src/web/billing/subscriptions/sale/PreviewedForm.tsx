import { Stack } from "@mantine/core";
import type { ReactNode } from "react";
import type { SubscriptionOutcome, SubscriptionView } from "#billing/subscription/subscription.api.ts";
import type { FieldProblem } from "#kernel/errors.ts";
import type { Call } from "#platform/http/endpoint.ts";
import { useSend } from "#web/api.ts";
import { touchedBySale } from "#web/billing/subscriptions/words.ts";
import { Form } from "#web/ui/Form.tsx";
import { type FormState, useFormState } from "#web/ui/form.ts";
import { tell } from "#web/ui/tell.tsx";
import { useAskFirst } from "./ask-first.ts";
import { Outcome } from "./Outcome.tsx";
import { type SaleEndpoint, usePreview } from "./preview.ts";
import { waitingWords } from "./waiting-words.ts";

type PreviewedFormProps<Values extends Record<string, unknown>> = {
  endpoint: SaleEndpoint;
  /** Of what it is done: the parameters of the endpoint's address. */
  params: Record<string, string>;
  /** What is changed, as it is now. */
  before?: SubscriptionView;
  initial: Values;
  /** The values as the API takes them. */
  body?: (values: Values) => object;
  check?: (values: Values) => FieldProblem[];
  /** The verb of the button. */
  submit: string;
  /** What is said once it is done. */
  told: (outcome: SubscriptionOutcome) => string;
  /** Once it is done; the dialog closes then. */
  onDone?: (outcome: SubscriptionOutcome) => unknown;
  onClose: () => void;
  /** Tags whose answers are others then, beside those of a sale. */
  refreshes?: readonly string[];
  children: (form: FormState<Values>) => ReactNode;
};

/** The fields of something that sells or changes a subscription, and what it would do, before it is done. */
export function PreviewedForm<Values extends Record<string, unknown>>(props: PreviewedFormProps<Values>) {
  const { endpoint, params, initial, body, check, submit, told, onDone, onClose, children } = props;
  const send = useSend(endpoint, { refreshes: [...touchedBySale, ...(props.refreshes ?? [])] });
  const inputOf = (values: Values, preview: boolean): Call<SaleEndpoint> => ({
    params,
    body: { ...body?.(values), preview },
  });
  const form = useFormState<Values>({
    initial,
    ...(check === undefined ? {} : { check }),
    send: async (values) => {
      const outcome = (await send.mutateAsync(inputOf(values, false))) as SubscriptionOutcome;
      tell(told(outcome));
      await onDone?.(outcome);
      onClose();
    },
  });
  const problems = check?.(form.values) ?? [];
  const preview = usePreview(
    endpoint,
    problems.length === 0 && !form.isSending ? inputOf(form.values, true) : undefined,
  );
  const asking = useAskFirst(form, preview.latest, submit);
  return (
    <Form of={asking} submit={submit} onCancel={onClose}>
      <Stack gap="md">
        {children(form)}
        <Outcome
          of={preview}
          form={form}
          before={props.before}
          waiting={waitingWords(problems, "what would happen")}
        />
      </Stack>
    </Form>
  );
}
