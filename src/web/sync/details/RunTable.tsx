import { Link } from "@tanstack/react-router";
import type { RunView } from "#sync/run/run.api.ts";
import { countsInWords } from "#web/sync/outcomes.ts";
import { usePlaces } from "#web/sync/places.ts";
import { runKinds, runTold } from "#web/sync/words.ts";
import { Status } from "#web/ui/Status.tsx";
import { When } from "#web/ui/When.tsx";
import classes from "./Details.module.css";

/** Runs, and how many records ended how. */
export function RunTable({ runs }: { runs: RunView[] }) {
  const places = usePlaces();
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls sideways has to be reached by keyboard
    <div className={classes.scroll} tabIndex={0} role="region" aria-label="Last runs as a table">
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Run</th>
            <th scope="col">Status</th>
            <th scope="col">When</th>
            <th scope="col">Started by</th>
            <th scope="col">Records</th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <tr key={run.id}>
              <td>
                <Link to={places.run(run.id)}>{runKinds[run.kind]}</Link>
              </td>
              <td>
                <Status {...runTold(run)} />
              </td>
              <td>
                <When at={run.started_at ?? run.queued_at} />
              </td>
              <td>{run.started_by.name}</td>
              <td>{countsInWords(run)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
