import type { RunView } from "#sync/run/run.api.ts";
import { figure } from "./output.ts";

/** Draws a run as it goes: one line that is overwritten on a terminal, nothing elsewhere. */
export type Progress = { show(run: RunView): void; end(): void };

const barWidth = 24;

/** A progress line on a stream, where that is a terminal. */
export function drawProgress(stream: NodeJS.WriteStream): Progress {
  let width = 0;
  const draw = (text: string): void => {
    const fitting = text.slice(0, Math.max(20, (stream.columns ?? 80) - 1));
    stream.write(`\r${fitting.padEnd(width)}`);
    width = fitting.length;
  };
  if (!stream.isTTY) return { show: () => undefined, end: () => undefined };
  return {
    show: (run) => draw(progressText(run)),
    end: () => {
      if (width > 0) stream.write(`\r${" ".repeat(width)}\r`);
      width = 0;
    },
  };
}

/** `Reading  [#####----]  1,200 of 5,000, 3,100 a second, 2 s left`. */
export function progressText({ phase, status, done, expected, rate, seconds_left: left }: RunView): string {
  if (status === "queued") return "Waiting for a worker";
  const parts = [expected === null ? figure(done) : `${figure(done)} of ${figure(expected)}`];
  if (rate !== null) parts.push(`${figure(Math.round(rate))} a second`);
  if (left !== null) parts.push(`${figure(Math.ceil(left))} s left`);
  const filled = expected === null || expected === 0 ? 0 : Math.round((Math.min(done, expected) / expected) * barWidth);
  const bar = expected === null ? "" : `[${"#".repeat(filled)}${"-".repeat(barWidth - filled)}] `;
  return `${phase} ${bar}${parts.join(", ")}`;
}
