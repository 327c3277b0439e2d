import { Box, Button, Group, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { addressIn } from "#web/app/address.ts";
import { useOrganization } from "#web/app/organization.ts";
import type { Module } from "#web/crm/module.ts";
import type { CrmField } from "#web/crm/types.ts";
import { Progress } from "#web/ui/Progress.tsx";
import { showCount } from "#web/ui/show.ts";
import { ImportResult } from "./ImportResult.tsx";
import type { ImportRun, Stopped } from "./import-run.ts";
import { Refused } from "./Refused.tsx";

type RunningProps = { module: Module; run: ImportRun & { state: "running" }; onCancel: () => void };

/** An import under way. */
export function Running({ module, run: { done, expected, rate }, onCancel }: RunningProps) {
  return (
    <Box maw={720}>
      <Progress
        phase={`Importing ${module.many}`}
        done={done}
        expected={expected}
        unit="rows"
        rate={rate}
        onCancel={onCancel}
      >
        <Text size="sm" c="dimmed" mt="xs">
          It goes on while you look at other pages. Closing this window stops it.
        </Text>
      </Progress>
    </Box>
  );
}

type EndedProps = {
  module: Module;
  fields: readonly CrmField[];
  run: ImportRun & { state: "finished" | "stopped" };
  onResume: (stopped: Stopped) => void;
  onAgain: () => void;
};

/** What an import did, whole or up to where it was stopped, and what one may do next. */
export function Ended({ module, fields, run, onResume, onAgain }: EndedProps) {
  const { id } = useOrganization();
  const answer = run.state === "finished" ? run.answer : run.soFar.answer;
  const left = run.state === "finished" ? 0 : run.soFar.expected - run.soFar.done;
  return (
    <Stack gap="xl" maw={1080}>
      {run.state === "stopped" && run.problem !== undefined && <Refused problem={run.problem} />}
      {answer && <ImportResult fields={fields} file={run.file} answer={answer} rowsLeft={left} />}
      <Group gap="xs">
        {run.state === "stopped" && (
          <Button onClick={() => onResume(run)}>Go on with {showCount(left, "row")}</Button>
        )}
        <Button
          component={Link}
          to={addressIn(id, `crm/${module.path}`)}
          variant={run.state === "stopped" ? "default" : "filled"}
        >
          Show {module.many}
        </Button>
        <Button variant="default" onClick={onAgain}>
          Import another file
        </Button>
      </Group>
    </Stack>
  );
}
