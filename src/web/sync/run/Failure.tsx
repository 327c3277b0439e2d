import { Anchor, Button, Group, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { type RunView, startPreview } from "#sync/run/run.api.ts";
import { useSend } from "#web/api.ts";
import { useMay } from "#web/app/organization.ts";
import { type Places, usePlaces } from "#web/sync/places.ts";
import { tellProblem } from "#web/ui/tell.tsx";
import { When } from "#web/ui/When.tsx";
import { useOpenRun } from "./open-run.ts";
import classes from "./Failure.module.css";

type Remedy = { to: string; words: string };

type FailureProps = {
  problem: { code: string; title: string; remedy: string; since?: string };
  connection: string;
};

/** What stopped the sync, what to do about it, and the way there. */
export function Failure({ problem, connection }: FailureProps) {
  const remedy = remedyOf(problem.code, connection, usePlaces());
  return (
    <Group role="alert" className={classes.box} align="flex-start" wrap="nowrap" gap="sm">
      <IconAlertTriangle size={18} className={classes.icon} aria-hidden />
      <div>
        <Text fw={600}>{problem.title}</Text>
        <Text>{problem.remedy}</Text>
        <Group gap="md" mt={4}>
          {problem.code === "run.mass_change" && <ShowChanges connection={connection} />}
          {remedy !== undefined && (
            <Anchor component={Link} to={remedy.to} fw={500}>
              {remedy.words}
            </Anchor>
          )}
          {problem.since !== undefined && (
            <Text size="sm" c="dimmed">
              since <When at={problem.since} />
            </Text>
          )}
          <Text size="sm" c="dimmed" ff="monospace">
            {problem.code}
          </Text>
        </Group>
      </div>
    </Group>
  );
}

/** The preview that lists what a run stopped before; approving it carries that out. */
function ShowChanges({ connection }: { connection: string }) {
  const openRun = useOpenRun();
  const mayRun = useMay("write");
  const done = (run: RunView): void => void openRun(run);
  const preview = useSend(startPreview, { refreshes: ["Integrations"], done, failed: tellProblem });
  if (!mayRun) return null;
  return (
    <Button
      size="compact-md"
      onClick={() => preview.mutate({ params: { connection } })}
      loading={preview.isPending}
    >
      Show what would change
    </Button>
  );
}

/** Where a problem is mended; nowhere in particular for outages, which pass. */
function remedyOf(code: string, connection: string, places: Places): Remedy | undefined {
  if (
    code === "connection.key_refused" ||
    code === "connection.user_inactive" ||
    code === "connection.no_access"
  ) {
    return { to: places.credentials(connection), words: "Replace credentials" };
  }
  if (code.startsWith("settings.")) return { to: places.configure(connection), words: "Edit the set-up" };
  if (code.startsWith("connection.")) return { to: places.details(connection), words: "Open the connection" };
  return undefined;
}
