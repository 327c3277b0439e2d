import type { RunView } from "#sync/run/run.api.ts";
import { figure } from "./figures.ts";

/** Draws a run as it goes. */
export type Progress = {
  show: (run: RunView) => void;
  /** The server stopped answering; it is asked again for a while. */
  lost: (run: RunView) => void;
  end: () => void;
};

/** Draws steps of work: `begin` names one, what it answers tells how far it is. */
export type Bar = { begin: (step: string) => (done: number, all: number) => void; end: () => void };

const barWidth = 24;

/** A run on a terminal: one line that is overwritten; elsewhere only that the server was lost. */
export function drawProgress(stream: NodeJS.WriteStream): Progress {
  const line = drawLine(stream);
  return {
    show: (run) => line.draw(progressText(run)),
    lost({ id }) {
      line.clear();
      stream.write(`The server does not answer; the run ${id} goes on once it does. Waiting\n`);
    },
    end: line.clear,
  };
}

/** Steps on a terminal, in one line that is overwritten; elsewhere a line a step. */
export function drawBar(stream: NodeJS.WriteStream): Bar {
  const line = drawLine(stream);
  return {
    begin(step) {
      if (stream.isTTY) line.draw(step);
      else stream.write(`${step}\n`);
      return (done, all) => line.draw(`${step} ${barText(done, all)} ${figure(done)} of ${figure(all)}`);
    },
    end: line.clear,
  };
}

/** `Reading [#####----] 1,200 of 5,000, 3,100 a second, 2 s left`. */
export function progressText({ phase, status, done, expected, rate, seconds_left: left }: RunView): string {
  if (status === "queued") return "Waiting for a worker";
  const parts = [expected === null ? figure(done) : `${figure(done)} of ${figure(expected)}`];
  if (rate !== null) parts.push(`${figure(Math.round(rate))} a second`);
  if (left !== null) parts.push(`${figure(Math.ceil(left))} s left`);
  return `${phase} ${expected === null ? "" : `${barText(done, expected)} `}${parts.join(", ")}`;
}

function barText(done: number, all: number): string {
  const filled = all === 0 ? barWidth : Math.round((Math.min(done, all) / all) * barWidth);
  return `[${"#".repeat(filled)}${"-".repeat(barWidth - filled)}]`;
}

/** One line of a terminal that is written over; nothing happens where the stream is none. */
function drawLine(stream: NodeJS.WriteStream): { draw: (text: string) => void; clear: () => void } {
  let width = 0;
  return {
    draw(text) {
      if (!stream.isTTY) return;
      const fitting = text.slice(0, Math.max(20, (stream.columns ?? 80) - 1));
      stream.write(`\r${fitting.padEnd(width)}`);
      width = fitting.length;
    },
    clear() {
      if (width > 0) stream.write(`\r${" ".repeat(width)}\r`);
      width = 0;
    },
  };
}
