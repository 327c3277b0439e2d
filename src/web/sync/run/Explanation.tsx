import { Anchor, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { RunView } from "#sync/run/run.api.ts";
import { usePlaces } from "#web/sync/places.ts";
import { isActive } from "#web/sync/words.ts";

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
      {run.approved_preview !== null && (
        <Text>
          Done as approved in <RunLink run={run.approved_preview}>the preview</RunLink>.
        </Text>
      )}
    </>
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
