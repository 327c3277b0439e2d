import { Stack, Tooltip } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { RunView } from "#sync/run/run.api.ts";
import { type BarPart, barParts, countsInWords, partsOf, partWords } from "#web/sync/outcomes.ts";
import { usePlaces } from "#web/sync/places.ts";
import { runKinds, runTold } from "#web/sync/words.ts";
import { showMoment } from "#web/ui/show.ts";
import classes from "./Details.module.css";

/** The runs as small stacked bars, oldest at the left; each leads to its run. Heights go by the square root, so that small runs beside a large import can be seen. */
export function RunStrip({ runs }: { runs: RunView[] }) {
  const places = usePlaces();
  const most = Math.max(1, ...runs.map((run) => sumOf(partsOf(run.counts))));
  return (
    <Stack gap={8}>
      <ul className={classes.strip} aria-label="Last runs, oldest first">
        {runs.toReversed().map((run) => (
          <li key={run.id}>
            <Tooltip label={words(run)} multiline maw={260}>
              <Link to={places.run(run.id)} className={classes.bar} aria-label={words(run)}>
                <Bar run={run} most={most} />
              </Link>
            </Tooltip>
          </li>
        ))}
      </ul>
      <ul className={classes.key} aria-hidden>
        {barParts.map((part) => (
          <li key={part}>
            <span className={classes.part} data-part={part} />
            {partWords[part]}
          </li>
        ))}
      </ul>
    </Stack>
  );
}

function Bar({ run, most }: { run: RunView; most: number }) {
  const parts = partsOf(run.counts);
  const sum = sumOf(parts);
  if (run.status === "failed")
    return <span className={classes.part} data-part="failed" style={{ height: "100%" }} />;
  if (sum === 0) return <span className={classes.part} data-part="none" />;
  const height = Math.sqrt(sum / most) * 100;
  return barParts.map(
    (part) =>
      parts[part] > 0 && (
        <span
          key={part}
          className={classes.part}
          data-part={part}
          style={{ height: `${(parts[part] / sum) * height}%` }}
        />
      ),
  );
}

function sumOf(parts: Record<BarPart, number>): number {
  return barParts.reduce((sum, part) => sum + parts[part], 0);
}

function words(run: RunView): string {
  const counts = countsInWords(run);
  return `${runKinds[run.kind]}, ${showMoment(run.started_at ?? run.queued_at)}: ${runTold(run).word.toLowerCase()}, ${counts}`;
}
