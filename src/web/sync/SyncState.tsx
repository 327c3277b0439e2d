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
  const items = connections.data?.items.filter(({ state }) => state !== "disabled") ?? [];
  if (items.length === 0) return null;
  const { told, to, when } = stateOf(items, running.data?.items[0], places);
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

/** What matters most comes first: a problem, a run in progress, what is left to set up, and that all is well. */
function stateOf(connections: ConnectionView[], running: RunView | undefined, places: Places): Shown {
  const troubled = connections.find(({ problem }) => problem !== null);
  if (troubled)
    return {
      told: { word: shortProblem(troubled.problem?.code ?? ""), meaning: "fail" },
      to: places.details(troubled.id),
      when: null,
    };
  if (running)
    return {
      told: { word: runningWords(running), meaning: "change" },
      to: places.run(running.id),
      when: null,
    };
  const [first] = connections;
  if (first === undefined)
    return { told: { word: "not connected", meaning: "gray" }, to: places.root, when: null };
  const to = places.details(first.id);
  if (connections.some(({ state }) => state === "paused"))
    return { told: { word: "paused", meaning: "conflict" }, to, when: null };
  if (first.settings === null || first.last_run === null)
    return { told: { word: "not synced yet", meaning: "gray" }, to, when: null };
  if (first.waits_for_approval)
    return { told: { word: "waits for approval", meaning: "conflict" }, to, when: null };
  if (first.last_run.status === "failed")
    return {
      told: { word: "last run failed", meaning: "fail" },
      to: places.run(first.last_run.id),
      when: first.last_run.finished_at,
    };
  return { told: { word: "in agreement", meaning: "agree" }, to, when: first.last_run.finished_at };
}

function runningWords({ kind, status, done, expected }: RunView): string {
  if (status === "queued") return "about to run";
  const what = kind === "preview" ? "preview" : "running";
  return expected ? `${what} ${Math.min(99, Math.floor((done / expected) * 100))} %` : what;
}

function shortProblem(code: string): string {
  const words: Record<string, string> = {
    "connection.key_refused": "key rejected",
    "connection.user_inactive": "CRM user inactive",
    "connection.no_access": "no access",
    "settings.view_gone": "view is gone",
    "settings.field_gone": "field is gone",
    "settings.currency_differs": "currencies differ",
  };
  return words[code] ?? "needs attention";
}
