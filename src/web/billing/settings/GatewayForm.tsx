import { Code, PasswordInput, Stack } from "@mantine/core";
import { connectGateway } from "#billing/gateway/gateway.api.ts";
import { useSend } from "#web/api.ts";
import { Form } from "#web/ui/Form.tsx";
import { useFormState } from "#web/ui/form.ts";
import { problemsBy } from "#web/ui/problems-by.ts";
import { tell } from "#web/ui/tell.tsx";

type GatewayFormProps = {
  /** Where Stripe has to tell of events. */
  webhookUrl: string;
  submit: string;
  onDone?: () => void;
  onCancel?: () => void;
};

/** The key of a Stripe account, which is tried before it is kept. */
export function GatewayForm({ webhookUrl, submit, onDone, onCancel }: GatewayFormProps) {
  const connect = useSend(connectGateway, {
    refreshes: ["Payment methods", "Audit log"],
    done: ({ account }) => {
      tell(`${account?.account_name ?? "Stripe"} is connected.`);
      onDone?.();
    },
  });
  const form = useFormState({
    initial: { secret_key: "", webhook_secret: "" },
    check: (values) => problemsBy(connectGateway.body)(bodyOf(values)),
    send: (values) => connect.mutateAsync({ body: bodyOf(values) }),
  });
  return (
    <Form of={form} submit={submit} {...(onCancel ? { onCancel } : {})}>
      <Stack gap="md" maw={560}>
        <PasswordInput
          {...form.field("secret_key")}
          label="Secret key"
          description="In Stripe under Developers, API keys. It is kept encrypted, and never shown again."
          autoComplete="off"
        />
        <PasswordInput
          {...form.field("webhook_secret")}
          label="Signing secret of the webhook (optional)"
          description={
            <>
              Leave it empty, and the webhook is made at Stripe. Where Stripe cannot reach this server by
              itself, make one that leads to <Code style={{ overflowWrap: "anywhere" }}>{webhookUrl}</Code>
            </>
          }
          autoComplete="off"
        />
      </Stack>
    </Form>
  );
}

function bodyOf({ secret_key, webhook_secret }: { secret_key: string; webhook_secret: string }) {
  return webhook_secret.trim() === "" ? { secret_key } : { secret_key, webhook_secret };
}
