import type { ConnectionView } from "#sync/connection/connection.api.ts";
import { showCount } from "#web/ui/show.ts";
import { isUnderWay, type Told } from "./words.ts";

/** How a connection stands, told the same way on every page. */
export type Standing = {
  told: Told;
  /** In the fewest words: `key rejected`. */
  brief: string;
  /** What it means or what to do. */
  words: string;
  /** The run that it is about. */
  run: string | null;
  /** Since when. */
  at: string | null;
};

/** From the worst to the best: of several connections the first of these is what one has to know. */
const order = [
  "problem",
  "failed",
  "waits",
  "left over",
  "paused",
  "solved",
  "cancelled",
  "not synced",
  "not configured",
  "running",
  "agrees",
  "disabled",
] as const;
type Kind = (typeof order)[number];

const meanings: Record<Kind, Told["meaning"]> = {
  problem: "fail",
  failed: "fail",
  waits: "conflict",
  "left over": "conflict",
  paused: "conflict",
  solved: "conflict",
  cancelled: "gray",
  "not synced": "change",
  "not configured": "change",
  running: "change",
  agrees: "agree",
  disabled: "gray",
};

const briefProblems: Record<string, string> = {
  "connection.key_refused": "key rejected",
  "connection.user_inactive": "CRM user inactive",
  "connection.no_access": "no access",
  "settings.view_gone": "view is gone",
  "settings.field_gone": "field is gone",
  "settings.currency_differs": "currencies differ",
};

/** What a run fails on that better credentials or rights in the CRM solve. */
const solvable: readonly string[] = [
  "connection.key_refused",
  "connection.user_inactive",
  "connection.no_access",
];

/** Records that the last run did not bring into agreement. */
function leftOver(counts: Record<string, number>): number {
  return (counts["failed"] ?? 0) + (counts["conflicts"] ?? 0) + (counts["held"] ?? 0);
}

function kindOf({ state, problem, settings, last_run: last, waits_for_approval }: ConnectionView): Kind {
  if (state === "disabled") return "disabled";
  if (problem !== null) return "problem";
  if (state === "paused") return "paused";
  if (settings === null) return "not configured";
  if (last === null) return "not synced";
  if (waits_for_approval) return "waits";
  if (isUnderWay(last.status)) return "running";
  if (last.status === "failed") return solvable.includes(last.error ?? "") ? "solved" : "failed";
  if (last.status === "cancelled") return "cancelled";
  return leftOver(last.counts) > 0 ? "left over" : "agrees";
}

/** How a connection stands. */
export function standingOf(connection: ConnectionView): Standing {
  const kind = kindOf(connection);
  const { problem, last_run: last } = connection;
  const tell = (word: string, words: string, brief = word.toLowerCase()): Standing => ({
    told: { word, meaning: meanings[kind] },
    brief,
    words,
    run: ["failed", "left over", "running"].includes(kind) ? (last?.id ?? null) : null,
    at: kind === "agrees" || kind === "failed" ? (last?.finished_at ?? null) : null,
  });
  switch (kind) {
    case "disabled":
      return tell("Disabled", "Nothing is synced. Data, links and history are kept.");
    case "problem":
      return tell(
        "Needs attention",
        `${problem?.title}. ${problem?.remedy}`,
        briefProblems[problem?.code ?? ""],
      );
    case "paused":
      return tell("Paused", "No run starts until it is resumed. The first one then catches up.");
    case "not configured":
      return tell("Connected", "Nothing is synced before it is configured.", "not synced yet");
    case "not synced":
      return tell(
        "Configured",
        "Nothing has been synced yet. The preview shows what would be.",
        "not synced yet",
      );
    case "waits":
      return tell(
        "Waits for approval",
        "The set-up was changed. No run starts by itself before its preview is approved.",
      );
    case "running":
      return tell("Running", "See how far it is");
    case "failed":
      return tell("Last run failed", "See what happened");
    case "solved":
      return tell(
        "Credentials accepted, not tried yet",
        "The last run failed before that. Sync now.",
        "not tried yet",
      );
    case "cancelled":
      return tell("Last run cancelled", "The next one goes on where it stopped.");
    case "left over":
      return tell("Not all in agreement", `${showCount(leftOver(last?.counts ?? {}), "record")} left over`);
    case "agrees":
      return tell("In agreement", "as of the run");
  }
}

/** The connection that stands worst, among those that are not disabled. */
export function worstOf(connections: readonly ConnectionView[]): ConnectionView | undefined {
  return connections
    .filter(({ state }) => state !== "disabled")
    .toSorted((one, other) => order.indexOf(kindOf(one)) - order.indexOf(kindOf(other)))[0];
}
