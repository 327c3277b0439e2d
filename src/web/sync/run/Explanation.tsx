import { Anchor, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { listClosedLinks } from "#sync/link/readmit.api.ts";
import type { RunView } from "#sync/run/run.api.ts";
import { useCall } from "#web/api.ts";
import { usePlaces } from "#web/sync/places.ts";
import { isActive } from "#web/sync/words.ts";
import { showCount } from "#web/ui/show.ts";

/** What the counts below mean, in one sentence. */
export function Explanation({ run, canApprove }: { run: RunView; canApprove: boolean }) {
  if (isActive(run)) return null;
  if (run.kind === "preview") {
    return canApprove ? (
      <Text>This is exactly what the sync will do. Nothing is written before you press Save and sync.</Text>
    ) : null;
  }
  if (run.status === "cancelled")
    return (
      <Text>
        Cancelled: what is listed below was done, the rest was not. The next sync goes on where this one
        stopped.
      </Text>
    );
  return (
    <>
      {run.undone_by !== null && (
        <Text>
          Undone: <RunLink run={run.undone_by}>see what went back</RunLink>.
        </Text>
      )}
      {run.undoes !== null && (
        <Text>
          {run.kind === "undo" ? "Takes back" : "What it would be to take back"}{" "}
          <RunLink run={run.undoes}>this run</RunLink>
          {(run.counts.skipped ?? 0) > 0
            ? ". What could not be given back is listed as skipped, with the reason."
            : "."}
        </Text>
      )}
      {run.kind === "undo" && <StayAway run={run} />}
      {run.approved_preview !== null && (
        <Text>
          Done as approved in <RunLink run={run.approved_preview}>the preview</RunLink>.
        </Text>
      )}
    </>
  );
}

/** An undo closes links, so that no run does again what was undone: the way to let their CRM records come again. */
function StayAway({ run }: { run: RunView }) {
  const places = usePlaces();
  const { id, connection } = run;
  const { data } = useCall(listClosedLinks, { params: { connection }, query: { run: id, limit: 1 } });
  if (data === undefined || data.total === 0) return null;
  return (
    <Text>
      {showCount(data.total, "CRM record")} {data.total === 1 ? "does" : "do"} not come any more.{" "}
      <Anchor
        component={Link}
        to={places.closed(connection)}
        search={{ run: id } as never}
        underline="always"
      >
        Let them come again
      </Anchor>
    </Text>
  );
}

function RunLink({ run, children }: { run: string; children: string }) {
  const places = usePlaces();
  return (
    <Anchor component={Link} to={places.run(run)} underline="always">
      {children}
    </Anchor>
  );
}
