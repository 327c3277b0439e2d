import { Button, Group, Progress as Bar, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { showDuration, showNumber } from "./show.ts";
import type { Meaning } from "./theme.ts";
import classes from "./Progress.module.css";

type ProgressProps = {
  /** What is being done now: `Reading accounts`. */
  phase: string;
  done: number;
  /** How many there will be; unknown while they are being counted. */
  expected?: number | undefined;
  /** What is counted: `records`. */
  unit: string;
  /** Units a second, as measured lately. */
  rate?: number | undefined;
  /** Counts by their meaning, shown as parts of the bar; the whole is `done`. */
  parts?: { title: string; count: number; meaning: Meaning }[];
  onCancel?: () => void;
  children?: ReactNode;
};

/** Long work: phase, done of expected, rate, time left. It goes on when the page is left. */
export function Progress({ phase, done, expected, unit, rate, parts, onCancel, children }: ProgressProps) {
  const share = expected === undefined || expected === 0 ? undefined : Math.min(1, done / expected);
  const leftMs =
    rate && expected !== undefined && expected > done ? ((expected - done) / rate) * 1000 : undefined;
  return (
    <div className={classes.progress}>
      <Group justify="space-between" wrap="nowrap" mb={6}>
        <Text fw={600}>{phase}</Text>
        {onCancel && (
          <Button size="compact-sm" variant="default" onClick={onCancel}>
            Cancel
          </Button>
        )}
      </Group>
      <Bar.Root size={8}>
        {parts && expected ? (
          parts.map(({ title, count, meaning }) => (
            <Bar.Section key={title} value={(count / expected) * 100} color={meaning} aria-label={title} />
          ))
        ) : (
          <Bar.Section value={(share ?? 0) * 100} color="accent" aria-label={phase} />
        )}
      </Bar.Root>
      <Text c="dimmed" mt={6} className="figures" size="sm">
        {[
          expected === undefined
            ? `${showNumber(done)} ${unit}`
            : `${showNumber(done)} of ${showNumber(expected)} ${unit}`,
          rate === undefined ? undefined : `${showNumber(Math.round(rate))} ${unit} a second`,
          leftMs === undefined ? undefined : `${showDuration(leftMs)} left`,
        ]
          .filter(Boolean)
          .join(" · ")}
      </Text>
      {children}
    </div>
  );
}
