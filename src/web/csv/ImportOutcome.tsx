import { Box, Button, Group, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Progress } from "#web/ui/Progress.tsx";
import { showCount } from "#web/ui/show.ts";
import type { ImportRun, Stopped } from "./import-run.ts";
import { Refused } from "./Refused.tsx";

type RunningProps = {
  /** What is imported: `accounts`. */ what: string;
  run: ImportRun<unknown, unknown> & { state: "running" };
  onCancel: () => void;
};

/** An import under way. */
export function Running({ what, run: { done, expected, rate }, onCancel }: RunningProps) {
  return (
    <Box maw={720}>
      <Progress
        phase={`Importing ${what}`}
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

type EndedRun<Answer, Options> = ImportRun<Answer, Options> & { state: "finished" | "stopped" };

/** What became of the rows that were reached, and how many were not. */
export function endOf<Answer, Options>(
  run: EndedRun<Answer, Options>,
): { answer: Answer | undefined; rowsLeft: number } {
  if (run.state === "finished") return { answer: run.answer, rowsLeft: 0 };
  return { answer: run.soFar.answer, rowsLeft: run.soFar.expected - run.soFar.done };
}

type EndedProps<Answer, Options> = {
  what: string;
  run: EndedRun<Answer, Options>;
  /** Where what was imported is found. */ to: string;
  onResume: (stopped: Stopped<Answer, Options>) => void;
  onAgain: () => void;
  /** What was done, as far as it came. */ children: ReactNode;
};

/** What an import did, whole or up to where it was stopped, and what one may do next. */
export function Ended<Answer, Options>({
  what,
  run,
  to,
  onResume,
  onAgain,
  children,
}: EndedProps<Answer, Options>) {
  const { rowsLeft } = endOf(run);
  return (
    <Stack gap="xl" maw={1080}>
      {run.state === "stopped" && run.problem !== undefined && <Refused problem={run.problem} />}
      {children}
      <Group gap="xs">
        {run.state === "stopped" && (
          <Button onClick={() => onResume(run)}>Go on with {showCount(rowsLeft, "row")}</Button>
        )}
        <Button component={Link} to={to} variant={run.state === "stopped" ? "default" : "filled"}>
          Show {what}
        </Button>
        <Button variant="default" onClick={onAgain}>
          Import another file
        </Button>
      </Group>
    </Stack>
  );
}
