import { Button, Code, Modal, Stack, Text, Title } from "@mantine/core";
import { useState } from "react";
import {
  type DeliveryView,
  getDelivery,
  listDeliveries,
  resendDelivery,
  type WebhookView,
} from "#platform/webhook/webhook.api.ts";
import { useCall, usePages, useSend } from "#web/api.ts";
import { type Column, DataTable } from "#web/ui/DataTable.tsx";
import { Empty } from "#web/ui/Empty.tsx";
import { Field, Fields } from "#web/ui/Field.tsx";
import { Loaded } from "#web/ui/Loaded.tsx";
import { Status } from "#web/ui/Status.tsx";
import { tell, tellProblem } from "#web/ui/tell.tsx";
import { When } from "#web/ui/When.tsx";
import { deliveryTold } from "./standing.ts";

/** What was sent to a webhook in the last 30 days, and what it answered. */
export function Deliveries({ webhook }: { webhook: WebhookView }) {
  const [opened, setOpened] = useState<string>();
  const deliveries = usePages(listDeliveries, { params: { webhook: webhook.id }, query: {} });
  return (
    <Stack component="section" gap="sm" aria-labelledby="deliveries">
      <Title order={2} id="deliveries">
        Deliveries
      </Title>
      <DataTable
        name="webhook-deliveries"
        label="Deliveries"
        columns={columnsOf(setOpened)}
        pages={deliveries}
        rowId={({ id }) => id}
        rowName={({ type, message }) => `${type} ${message}`}
        isPlain
        tools={
          <Button variant="default" size="compact-md" onClick={deliveries.again}>
            Refresh
          </Button>
        }
        empty={
          <Empty drawing="key" sentence="Nothing was sent yet. Send a test event to try your receiver." />
        }
      />
      <Modal
        opened={opened !== undefined}
        onClose={() => setOpened(undefined)}
        size="lg"
        title="Delivery"
        closeButtonProps={{ "aria-label": "Close" }}
      >
        {opened !== undefined && <Delivery id={opened} maySend={webhook.enabled} />}
      </Modal>
    </Stack>
  );
}

function columnsOf(open: (id: string) => void): Column<DeliveryView>[] {
  return [
    {
      id: "type",
      title: "Event",
      width: 230,
      cell: ({ id, type }) => (
        <Button variant="transparent" size="compact-sm" p={0} onClick={() => open(id)}>
          {type}
        </Button>
      ),
    },
    { id: "state", title: "State", width: 150, cell: (one) => <Status {...deliveryTold(one)} /> },
    { id: "status", title: "Answer", width: 90, cell: ({ status }) => status ?? "–" },
    { id: "attempts", title: "Attempts", width: 100, align: "right", cell: ({ attempts }) => attempts },
    { id: "at", title: "Happened", width: 140, cell: ({ at }) => <When at={at} /> },
    { id: "next", title: "Next attempt", width: 140, cell: ({ next_at }) => <When at={next_at} never="–" /> },
    { id: "problem", title: "Problem", width: 280, cell: ({ problem }) => problem ?? "–" },
  ];
}

/** One delivery with its message, and the way to send it again. */
function Delivery({ id, maySend }: { id: string; maySend: boolean }) {
  const delivery = useCall(getDelivery, { params: { delivery: id } });
  const resend = useSend(resendDelivery, { done: () => tell("It is sent again."), failed: tellProblem });
  return (
    <Loaded of={delivery}>
      {(found) => (
        <Stack gap="md">
          <Fields>
            <Field name="Event" value={found.type} />
            <Field name="State">
              <Status {...deliveryTold(found)} />
            </Field>
            <Field name="Id of the message">
              <Code>{found.message}</Code>
            </Field>
            <Field name="Last attempt">
              <When at={found.tried_at} never="–" />
            </Field>
            <Field name="Problem" value={found.problem} />
          </Fields>
          {found.answer !== null && found.answer !== "" && (
            <Quoted title="The receiver answered" text={found.answer} />
          )}
          {found.payload !== null && <Quoted title="Message" text={pretty(found.payload)} />}
          {maySend && (
            <Button
              variant="default"
              w="fit-content"
              loading={resend.isPending}
              onClick={() => resend.mutate({ params: { delivery: id } })}
            >
              Send again
            </Button>
          )}
        </Stack>
      )}
    </Loaded>
  );
}

function Quoted({ title, text }: { title: string; text: string }) {
  return (
    <div>
      <Text size="sm" fw={500} mb={4}>
        {title}
      </Text>
      <Code block mah={280} style={{ overflow: "auto" }} tabIndex={0}>
        {text}
      </Code>
    </div>
  );
}

function pretty(json: string): string {
  return JSON.stringify(JSON.parse(json), null, 2);
}
