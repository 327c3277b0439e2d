import { Stack, TextInput } from "@mantine/core";
import { NewWebhook as Schema, type WebhookView } from "#platform/webhook/webhook.api.ts";
import { Form } from "#web/ui/Form.tsx";
import { useFormState } from "#web/ui/form.ts";
import { problemsBy } from "#web/ui/problems-by.ts";
import { EventChoice } from "./EventChoice.tsx";
import type { EventType } from "#platform/webhook/event-choice.api.ts";

export type WebhookValues = { url: string; description: string; events: EventType[] };

type WebhookFormProps = {
  webhook?: WebhookView;
  submit: string;
  onCancel: () => void;
  onSend: (values: { url: string; description: string | null; events: EventType[] }) => Promise<void>;
};

/** Where a webhook goes, and what it is told of. */
export function WebhookForm({ webhook, submit, onCancel, onSend }: WebhookFormProps) {
  const initial: WebhookValues = {
    url: webhook?.url ?? "",
    description: webhook?.description ?? "",
    events: (webhook?.events ?? []) as EventType[],
  };
  const form = useFormState({
    initial,
    check: problemsBy(Schema),
    send: ({ url, description, events }) =>
      onSend({ url, events, description: description.trim() === "" ? null : description }),
  });
  return (
    <Form of={form} submit={submit} onCancel={onCancel}>
      <Stack gap="md">
        <TextInput
          {...form.field("url")}
          label="Address"
          description="An https address of your server that takes the messages."
          placeholder="https://example.com/hooks"
          data-autofocus
        />
        <TextInput {...form.field("description")} label="Description" />
        <EventChoice
          chosen={form.values.events}
          error={form.inner.errors["events"]}
          onChange={(events) => form.set("events", events)}
        />
      </Stack>
    </Form>
  );
}
