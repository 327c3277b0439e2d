import { Text } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck, IconCircleDashed, IconCircleX } from "@tabler/icons-react";
import type { z } from "zod";
import type { Check } from "#sync/connection/connection.api.ts";
import classes from "./Connect.module.css";

type CheckResult = z.output<typeof Check>;

const titles: Record<CheckResult["name"], string> = {
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
  waiting: IconCircleDashed,
};
const words = { passed: "passed", warned: "warning", failed: "failed", waiting: "not checked" };

type ChecksProps = { checks: CheckResult[]; /** The answers are on their way. */ isChecking: boolean };

/** The checks of connecting, each with what it found and what to do about it. */
export function Checks({ checks, isChecking }: ChecksProps) {
  return (
    <ul className={classes.checks} aria-live="polite" aria-busy={isChecking} aria-label="Checks">
      {(Object.keys(titles) as CheckResult["name"][]).map((name) => {
        const check = checks.find((one) => one.name === name);
        const state = check?.state ?? "waiting";
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
                {check?.what ?? (isChecking ? "Checking" : "Not reached")}
              </Text>
            </div>
            {check?.remedy && <Text className={classes.remedy}>{check.remedy}</Text>}
          </li>
        );
      })}
    </ul>
  );
}
