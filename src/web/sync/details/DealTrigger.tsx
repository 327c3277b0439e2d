import { Anchor, NativeSelect, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ConnectionView } from "#sync/connection/connection.api.ts";
import { type DealTriggerView, getDealTrigger, setDealTrigger } from "#sync/deal/deal-trigger.api.ts";
import { useCall, useSend } from "#web/api.ts";
import { useMay } from "#web/app/organization.ts";
import { Panel } from "#web/sync/Panel.tsx";
import { usePlaces } from "#web/sync/places.ts";
import { Field, Fields } from "#web/ui/Field.tsx";
import { Loaded } from "#web/ui/Loaded.tsx";
import { showCount } from "#web/ui/show.ts";
import { tell, tellProblem } from "#web/ui/tell.tsx";
import { When } from "#web/ui/When.tsx";

type Entity = DealTriggerView["entity"];

const choices: Record<Entity, { label: string; words: string }> = {
  none: { label: "Nothing", words: "Nothing happens by itself." },
  estimate: {
    label: "An estimate",
    words: "A new deal gets an estimate. Won, it is accepted; lost, it is declined.",
  },
  invoice: {
    label: "An invoice",
    words: "A deal that is won gets the draft of an invoice. Lost afterwards, it is void.",
  },
  subscription: {
    label: "A subscription",
    words: "A deal that is won sells a subscription of the plans that it names.",
  },
};

/** What billing makes of the CRM's deals by itself, and for how many it did. */
export function DealTrigger({ connection }: { connection: ConnectionView }) {
  const params = { connection: connection.id };
  const trigger = useCall(getDealTrigger, { params });
  const mayChange = useMay("admin") && connection.state !== "disabled" && connection.settings !== null;
  const send = useSend(setDealTrigger, { failed: tellProblem, refreshes: ["Integrations"] });
  const choose = (entity: Entity): void =>
    send.mutate(
      { params, body: { entity } },
      {
        onSuccess: () =>
          tell(entity === "none" ? "Deals make nothing by themselves." : "Deals from now on count."),
      },
    );
  const places = usePlaces();
  return (
    <Panel
      title="Deals"
      action={
        <Anchor component={Link} to={places.deals(connection.id)} size="sm">
          Log
        </Anchor>
      }
    >
      <Loaded of={trigger}>
        {({ entity, since, read_at: readAt, problem, followed, waiting }) => (
          <Stack gap="xs">
            <NativeSelect
              label="Billing makes of a deal"
              description={choices[entity].words}
              maw={420}
              value={entity}
              data={Object.entries(choices).map(([value, { label }]) => ({ value, label }))}
              onChange={(event) => choose(event.currentTarget.value as Entity)}
              disabled={!mayChange || send.isPending}
            />
            {entity !== "none" && (
              <Fields>
                <Field name="Deals since">
                  <When at={since} />
                </Field>
                <Field name="Last read">
                  <When at={readAt} never="with the next run" />
                </Field>
                <Field name="Made" value={showCount(followed, choices[entity].label.split(" ")[1] ?? "")} />
                <Field name="Waiting" value={showCount(waiting, "deal")} />
              </Fields>
            )}
            {problem !== null && (
              <Text c="var(--mantine-color-error)">The deals could not be read: {problem}</Text>
            )}
          </Stack>
        )}
      </Loaded>
    </Panel>
  );
}
