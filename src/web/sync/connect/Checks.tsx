import { Text } from "@mantine/core";
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleX,
  IconLoader2,
} from "@tabler/icons-react";
import type { Check } from "#sync/connection/connection.api.ts";
import classes from "./Connect.module.css";

type State = Check["state"] | "running" | "waiting";

/** In the order in which they run. */
const titles: Record<Check["name"], string> = {
  key: "Key",
  user: "User",
  modules: "Modules",
  currency: "Currency",
  clock: "Clock",
};
const glyphs = {
  passed: IconCircleCheck,
  warned: IconAlertTriangle,
  failed: IconCircleX,
  running: IconLoader2,
  waiting: IconCircleDashed,
};
const words: Record<State, string> = {
  passed: "passed",
  warned: "warning",
  failed: "failed",
  running: "running",
  waiting: "not checked",
};

type ChecksProps = { checks: Check[]; /** More are to come. */ isChecking: boolean };

/** The checks of connecting, one after the other, each with what it found and what to do about it. */
export function Checks({ checks, isChecking }: ChecksProps) {
  const names = Object.keys(titles) as Check["name"][];
  const running = isChecking ? names.find((name) => !checks.some((check) => check.name === name)) : undefined;
  return (
    <ul className={classes.checks} aria-live="polite" aria-busy={isChecking} aria-label="Checks">
      {names.map((name) => {
        const check = checks.find((one) => one.name === name);
        const state = check?.state ?? (name === running ? "running" : "waiting");
        const Glyph = glyphs[state];
        return (
          <li key={name}>
            <Glyph
              size={18}
              className={classes.mark}
              data-state={state}
              aria-label={words[state]}
              role="img"
            />
            <div>
              <Text component="span" fw={600}>
                {titles[name]}
              </Text>{" "}
              <Text component="span" c={check === undefined ? "dimmed" : undefined}>
                {check?.what ?? unheard(state, isChecking)}
              </Text>
            </div>
            {check?.remedy && <Text className={classes.remedy}>{check.remedy}</Text>}
          </li>
        );
      })}
    </ul>
  );
}

function unheard(state: State, isChecking: boolean): string {
  if (state === "running") return "Checking";
  return isChecking ? "Waiting" : "Not reached";
}
