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
  /** Whether it is about the conflicts that wait. */
  isOfConflicts: boolean;
  /** Since when. */
  at: string | null;
};

/** From the worst to the best: of several connections the first of these is what one has to know. */
const order = [
  "problem",
  "failed",
  "waits",
  "left over",
  "conflicts",
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

type Words = { word: string; meaning: Told["meaning"]; words: string; brief?: string };

/** What is said of each; of a problem and of what is left over more is known. */
const said: Record<Kind, Words> = {
  problem: { word: "Needs attention", meaning: "fail", words: "" },
  failed: { word: "Last run failed", meaning: "fail", words: "See what happened" },
  waits: {
    word: "Waits for approval",
    meaning: "conflict",
    words: "The set-up was changed. No run starts by itself before its preview is approved.",
  },
  "left over": { word: "Not all in agreement", meaning: "conflict", words: "" },
  conflicts: { word: "Conflicts to decide", meaning: "conflict", words: "" },
  paused: {
    word: "Paused",
    meaning: "conflict",
    words: "No run starts until it is resumed. The first one then catches up.",
  },
  solved: {
    word: "Credentials accepted, not tried yet",
    meaning: "conflict",
    words: "The last run failed before that. Sync now.",
    brief: "not tried yet",
  },
  cancelled: {
    word: "Last run cancelled",
    meaning: "gray",
    words: "The next one goes on where it stopped.",
  },
  "not synced": {
    word: "Waits for approval",
    meaning: "conflict",
    words: "Nothing has been synced yet. No run starts by itself before a preview is approved.",
    brief: "not synced yet",
  },
  "not configured": {
    word: "Connected",
    meaning: "change",
    words: "Nothing is synced before it is configured.",
    brief: "not synced yet",
  },
  running: { word: "Running", meaning: "change", words: "See how far it is" },
  agrees: { word: "In agreement", meaning: "agree", words: "as of the run" },
  disabled: {
    word: "Disabled",
    meaning: "gray",
    words: "Nothing is synced. Data, links and history are kept.",
  },
};

const briefProblems: Record<string, string> = {
  "connection.key_refused": "key rejected",
  "connection.user_inactive": "CRM user inactive",
  "connection.no_access": "no access",
  "settings.view_gone": "view is gone",
  "settings.field_gone": "field is gone",
  "settings.currency_differs": "currencies differ",
  "run.mass_change": "many changes wait",
};

/** What a run fails on that better credentials or rights in the CRM solve. */
const solvable: readonly string[] = [
  "connection.key_refused",
  "connection.user_inactive",
  "connection.no_access",
];

/** Records that the last run did not bring into agreement. */
function leftOver(counts: Record<string, number>): number {
  return (counts["failed"] ?? 0) + (counts["held"] ?? 0);
}

function kindOf(connection: ConnectionView): Kind {
  const { state, problem, settings, last_run: last, waits_for_approval, counts } = connection;
  if (state === "disabled") return "disabled";
  if (problem !== null) return "problem";
  if (state === "paused") return "paused";
  if (settings === null) return "not configured";
  if (last === null) return "not synced";
  if (waits_for_approval) return "waits";
  if (isUnderWay(last.status)) return "running";
  if (last.status === "failed") return solvable.includes(last.error ?? "") ? "solved" : "failed";
  if (last.status === "cancelled") return "cancelled";
  if (leftOver(last.counts) > 0) return "left over";
  return counts.conflicts > 0 ? "conflicts" : "agrees";
}

/** How a connection stands. */
export function standingOf(connection: ConnectionView): Standing {
  const kind = kindOf(connection);
  const { problem, last_run: last } = connection;
  const { word, meaning, words, brief = word.toLowerCase() } = said[kind];
  const known: Standing = {
    told: { word, meaning },
    brief,
    words,
    run: ["failed", "left over", "running"].includes(kind) ? (last?.id ?? null) : null,
    isOfConflicts: kind === "conflicts",
    at: ["failed", "agrees"].includes(kind) ? (last?.finished_at ?? null) : null,
  };
  if (kind === "problem" && problem !== null)
    return {
      ...known,
      brief: briefProblems[problem.code] ?? brief,
      words: `${problem.title}. ${problem.remedy}`,
    };
  if (kind === "left over")
    return { ...known, words: `${showCount(leftOver(last?.counts ?? {}), "record")} left over` };
  if (kind === "conflicts") {
    const waiting = showCount(connection.counts.conflicts, "conflict");
    return { ...known, brief: waiting, words: `${waiting} for a person to decide` };
  }
  return known;
}

/** The connection that stands worst, among those that are not disabled. */
export function worstOf(connections: readonly ConnectionView[]): ConnectionView | undefined {
  return connections
    .filter(({ state }) => state !== "disabled")
    .toSorted((one, other) => order.indexOf(kindOf(one)) - order.indexOf(kindOf(other)))[0];
}
