import { VisuallyHidden } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type ConnectionView, listConnections } from "#sync/connection/connection.api.ts";
import { listRuns, type RunView } from "#sync/run/run.api.ts";
import { query, useOrganizationId } from "#web/api.ts";
import { Status } from "#web/ui/Status.tsx";
import { When } from "#web/ui/When.tsx";
import { type Places, usePlaces } from "./places.ts";
import { pollMs } from "./polling.ts";
import classes from "./SyncState.module.css";
import { standingOf, worstOf } from "./standing.ts";
import type { Told } from "./words.ts";

/** The sync's state in the top bar: a dot and a few words; a click leads to what they are about. Nothing where no CRM is connected. */
export function SyncState() {
  const places = usePlaces();
  const organization = useOrganizationId();
  const running = useQuery({
    ...query(organization, listRuns, { query: { status: "queued,running", limit: 1 } }),
    refetchInterval: ({ state }) => pollMs((state.data?.items.length ?? 0) > 0),
  });
  const connections = useQuery({ ...query(organization, listConnections), refetchInterval: pollMs(false) });
  const worst = worstOf(connections.data?.items ?? []);
  if (worst === undefined) return null;
  const { told, to, when } = stateOf(worst, running.data?.items[0], places);
  return (
    <Link to={to} className={classes.state}>
      <VisuallyHidden>Sync: </VisuallyHidden>
      <Status {...told} plain />
      {when !== null && (
        <span className={classes.when}>
          <When at={when} />
        </span>
      )}
    </Link>
  );
}

type Shown = { told: Told; to: string; when: string | null };

/** What matters most comes first: a problem, a run in progress, and then how the worst connection stands. */
function stateOf(worst: ConnectionView, running: RunView | undefined, places: Places): Shown {
  if (running && worst.problem === null)
    return {
      told: { word: runningWords(running), meaning: "change" },
      to: places.run(running.id),
      when: null,
    };
  const { told, brief, run, isOfConflicts, at } = standingOf(worst);
  const about = isOfConflicts ? places.conflicts(worst.id) : places.details(worst.id);
  return {
    told: { word: brief, meaning: told.meaning },
    to: run === null ? about : places.run(run),
    when: at,
  };
}

function runningWords({ kind, status, done, expected }: RunView): string {
  if (status === "queued") return "about to run";
  const what = kind === "preview" ? "preview" : "running";
  return expected ? `${what} ${Math.min(99, Math.floor((done / expected) * 100))} %` : what;
}
