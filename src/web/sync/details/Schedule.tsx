import { Button, NativeSelect, Stack, Text } from "@mantine/core";
import { type ConnectionView, setSchedule } from "#sync/connection/connection.api.ts";
import { useSend } from "#web/api.ts";
import { useMay } from "#web/app/organization.ts";
import { NextRun } from "#web/sync/ConnectionCard.tsx";
import { Panel } from "#web/sync/Panel.tsx";
import { intervals } from "#web/sync/words.ts";
import { Field, Fields } from "#web/ui/Field.tsx";
import { showCount } from "#web/ui/show.ts";
import { tell, tellProblem } from "#web/ui/tell.tsx";
import { When } from "#web/ui/When.tsx";
import { useStateActions } from "./state-actions.tsx";

/** When it runs by itself, and what today's runs cost. */
export function Schedule({ connection }: { connection: ConnectionView }) {
  const mayChange = useMay("admin") && connection.state !== "disabled";
  const send = useSend(setSchedule, { failed: tellProblem });
  const change = (minutes: number): void => {
    const interval = intervals.find((one) => one.minutes === minutes);
    if (interval === undefined) return;
    send.mutate(
      { params: { connection: connection.id }, body: { interval_minutes: interval.minutes } },
      {
        onSuccess: () =>
          tell(
            interval.minutes === 0 ? "Auto-sync is off." : `Auto-sync runs ${interval.words.toLowerCase()}.`,
          ),
      },
    );
  };
  return (
    <Panel title="Schedule" action={<PauseOrResume of={connection} />}>
      <Stack gap="xs">
        <NativeSelect
          label="Auto-sync"
          maw={240}
          value={connection.interval_minutes}
          data={intervals.map(({ minutes, words }) => ({ value: String(minutes), label: words }))}
          onChange={(event) => change(Number(event.currentTarget.value))}
          disabled={!mayChange || send.isPending}
        />
        <Fields>
          <Field name="Next run">
            <NextRun of={connection} />
          </Field>
          <Field name="Live">
            {connection.live ? "Changes arrive within seconds" : `No. ${connection.live_why_not}`}
          </Field>
          <Field name="Last run">
            {connection.last_run === null ? (
              "none yet"
            ) : (
              <When at={connection.last_run.finished_at} never="running now" />
            )}
          </Field>
          <Field name="API credits today">
            <Text component="span" className="figures">
              {showCount(connection.credits_today, "credit")}
            </Text>
          </Field>
        </Fields>
      </Stack>
    </Panel>
  );
}

function PauseOrResume({ of: connection }: { of: ConnectionView }) {
  const actions = useStateActions(connection);
  const mayChange = useMay("admin");
  const { state } = connection;
  if (!mayChange || (state !== "active" && state !== "paused")) return null;
  return (
    <Button
      size="compact-sm"
      variant="default"
      onClick={state === "active" ? actions.pause : actions.resume}
      loading={actions.isBusy}
    >
      {state === "active" ? "Pause" : "Resume"}
    </Button>
  );
}
