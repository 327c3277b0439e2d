import type { Selectable } from "kysely";
import { type Instant, msOf } from "#kernel/time.ts";
import type { ConnectionRow, Watermarks } from "#sync/connection/connection.table.ts";
import type { Liveness } from "#sync/live/live.ts";
import { isScheduled } from "#sync/schedule/next-run.ts";
import type { Finding } from "./doctor.api.ts";
import { setUp } from "./crm-findings.ts";
import { counted, failed, lasting, ok, warned } from "./finding.ts";

/** What our own database tells of a connection. */
export type Standing = {
  /** The newest runs that were to bring changes, the newest first. */
  runs: readonly { id: string; status: string; error_code: string | null }[];
  hasActiveRun: boolean;
  marks: Waiting;
  creations: Waiting & { tries: number };
  conflicts: Waiting;
  /** Links that count although the customer was deleted, or the contact person. */
  gone: { customers: number; persons: number };
  /** CRM records that are linked with customers which were merged into others in billing. */
  merged: readonly string[];
  /** Customers with two links that count. */
  twice: readonly string[];
  linked: number;
};

/** How many wait, and since when the longest. */
export type Waiting = { count: number; oldest: Instant | null };

type Known = Pick<
  Selectable<ConnectionRow>,
  "state" | "interval_minutes" | "config_version" | "approved_version" | "mass_change"
> & {
  pushes: boolean;
  watermarks: Watermarks;
};

/** So much later than the schedule says is no delay yet: a run takes its time. */
const graceMinutes = 15;

/** An answer that is awaited so long was lost. */
const answerMinutes = 15;

/** What our side tells. `now` is the clock's. */
export function ownFindings(connection: Known, standing: Standing, live: Liveness, now: Instant): Finding[] {
  return [
    stateFinding(connection),
    ...(live.live ? [] : [liveFinding(connection, live)]),
    runsFinding(standing),
    watermarkFinding(connection, now),
    marksFinding(connection, standing, now),
    creationsFinding(standing, now),
    ...linkFindings(standing),
    conflictsFinding(standing, now),
  ];
}

function stateFinding(connection: Known): Finding {
  const {
    state,
    config_version: version,
    approved_version: approved,
    interval_minutes: minutes,
  } = connection;
  if (state === "disabled") return ok("state", "The connection is disabled, so nothing is synced.");
  if (state === "paused") return ok("state", "The connection is paused; resumed, it catches up.");
  if (version === 0)
    return warned("state", "The connection is not configured yet.", {
      remedy: "Choose module, view, duplicates and mapping.",
      ...setUp(),
    });
  if (version !== approved)
    return warned(
      "state",
      "The set-up was changed and nobody has run it since, so no run begins by itself.",
      {
        remedy: "Look at the preview and approve it.",
        command: "concord preview",
        page: "details",
      },
    );
  if (connection.mass_change !== null)
    return failed(
      "state",
      "A run stopped before it changed unusually many records; no run begins by itself.",
      {
        remedy: "Look at the preview, which lists them, and approve it.",
        command: "concord preview",
        page: "details",
      },
    );
  return minutes === 0
    ? ok("state", "The connection is active; auto-sync is off.")
    : ok("state", `The connection is active, and syncs every ${lasting(minutes)}.`);
}

/** A connection that is not live by somebody's choice is well: the schedule finds all changes. */
function liveFinding(connection: Known, { why }: Liveness): Finding {
  const what = `Changes of the CRM wait for the schedule. ${why ?? ""}`.trim();
  return isScheduled(connection) && why?.startsWith("The CRM does not tell")
    ? warned("live", what, {
        remedy: "The schedule goes on; let the CRM reach this server, and it is tried again within hours.",
        page: "details",
      })
    : ok("live", what);
}

function runsFinding({ runs }: Standing): Finding {
  const [last] = runs;
  if (!last) return ok("runs", "There was no run yet.");
  const bad = runs.filter(({ status }) => status === "failed");
  const look = { remedy: "Open the run for its reason.", page: "history" } as const;
  if (last.status === "failed")
    return failed("runs", `The last run failed (${last.error_code ?? "unknown"}).`, {
      ...look,
      command: `concord history ${last.id}`,
    });
  return bad.length === 0
    ? ok("runs", `None of the last ${counted(runs.length, "run")} failed.`)
    : warned(
        "runs",
        `${bad.length} of the last ${counted(runs.length, "run")} failed, the last one did not.`,
        {
          ...look,
          command: "concord history --status failed",
        },
      );
}

function watermarkFinding(connection: Known, now: Instant): Finding {
  const marks = Object.values(connection.watermarks).toSorted((a, b) => msOf(a) - msOf(b));
  const [oldest] = marks;
  if (oldest === undefined) return ok("watermark", "No run has read the CRM to its end yet.");
  const age = minutesSince(oldest, now);
  const what = `All changes of the CRM up to ${lasting(Math.max(0, age))} ago were read.`;
  if (!isScheduled(connection) || age <= 2 * connection.interval_minutes + graceMinutes)
    return ok("watermark", what);
  return warned("watermark", `${what} That is more than twice the interval.`, {
    remedy: "Look why no run was done: a worker that is missing, a run that waits or fails.",
    command: "concord doctor",
    page: "history",
  });
}

function marksFinding(connection: Known, { marks }: Standing, now: Instant): Finding {
  if (!connection.pushes) return ok("changes", "Nothing of billing goes to this CRM.");
  if (marks.oldest === null) return ok("changes", "All changes of billing were taken to the CRM.");
  const age = minutesSince(marks.oldest, now);
  const what = `${counted(marks.count, "change")} of billing ${marks.count === 1 ? "waits" : "wait"} to be taken to the CRM, the oldest for ${lasting(age)}.`;
  if (!isScheduled(connection) || age <= 2 * connection.interval_minutes + graceMinutes)
    return ok("changes", what);
  return warned("changes", what, {
    remedy: "Start a run; its records say why one is not taken.",
    command: "concord sync",
    page: "history",
  });
}

function creationsFinding({ creations, hasActiveRun }: Standing, now: Instant): Finding {
  if (creations.oldest === null)
    return ok("creations", "Of every record that was made in the CRM the answer is known.");
  const age = minutesSince(creations.oldest, now);
  const what = `Of ${counted(creations.count, "record")} being made in the CRM the answer is not known, for ${lasting(age)}, after ${counted(creations.tries, "try", "tries")}.`;
  if (hasActiveRun || age < answerMinutes) return ok("creations", what);
  return warned("creations", what, {
    remedy: "The next run looks whether they are there, and makes none twice.",
    command: "concord sync",
    page: "history",
  });
}

function linkFindings({ gone, merged, twice, linked }: Standing): Finding[] {
  const findings: Finding[] = [];
  if (gone.customers > 0)
    findings.push(
      warned(
        "links",
        `${counted(gone.customers, "link")} of customers that were deleted in billing: their CRM records do not come again.`,
        {
          remedy: "That is as it should be, unless you want them back: then let them come again.",
          command: "concord closed",
          page: "closed",
        },
      ),
    );
  if (gone.persons > 0)
    findings.push(
      warned("links", `${counted(gone.persons, "link")} of contact persons that are gone.`, {
        remedy: "Let a run read everything: it meets each of them and closes what is over.",
        command: "concord sync --full",
        page: "history",
      }),
    );
  // No run closes these: the merge may be undone, and then the link counts again.
  if (merged.length > 0)
    findings.push(
      warned(
        "links",
        `${counted(merged.length, "CRM record")} of customers that were merged into others in billing: ${merged.slice(0, 5).join(", ")}${merged.length > 5 ? " …" : ""}. What changes there changes nothing here.`,
        {
          remedy:
            "Merge these records in the CRM as well, into those of the customers that are left; or undo the merge in billing.",
          page: "details",
        },
      ),
    );
  if (twice.length > 0)
    findings.push(
      failed(
        "links",
        `${counted(twice.length, "customer")} with two CRM records that both count: ${twice.slice(0, 5).join(", ")}.`,
        {
          remedy: "Unlink the wrong one.",
          command: `concord unlink ${twice[0] ?? ""}`,
          page: "details",
        },
      ),
    );
  return findings.length > 0
    ? findings
    : [
        ok(
          "links",
          `Each of the ${counted(linked, "link")} has its customer or contact person, and none has two.`,
        ),
      ];
}

function conflictsFinding({ conflicts }: Standing, now: Instant): Finding {
  if (conflicts.oldest === null) return ok("conflicts", "No conflict waits for a decision.");
  const age = lasting(minutesSince(conflicts.oldest, now));
  return warned(
    "conflicts",
    `${counted(conflicts.count, "conflict")} ${conflicts.count === 1 ? "waits" : "wait"} for a decision, the oldest for ${age}.`,
    { remedy: "Take one side's value.", command: "concord conflicts", page: "conflicts" },
  );
}

function minutesSince(then: Instant, now: Instant): number {
  return (msOf(now) - msOf(then)) / 60_000;
}
