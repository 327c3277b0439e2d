import { Anchor, Group, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { type Places, usePlaces } from "#web/sync/places.ts";
import { When } from "#web/ui/When.tsx";
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
