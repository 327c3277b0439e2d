import { Button } from "@mantine/core";
import { type RunView, startPreview, startSync } from "#sync/run/run.api.ts";
import { useSend } from "#web/api.ts";
import { useMay } from "#web/app/organization.ts";
import { isUndo } from "#web/sync/words.ts";
import { tellProblem } from "#web/ui/tell.tsx";
import { useOpenRun } from "./open-run.ts";

/** Starts anew what did not come to its end. */
export function Again({ run }: { run: RunView }) {
  const openRun = useOpenRun();
  const maySync = useMay("write");
  const options = {
    refreshes: ["Integrations"],
    done: (next: RunView) => void openRun(next),
    failed: tellProblem,
  };
  const preview = useSend(startPreview, options);
  const sync = useSend(startSync, options);
  const params = { connection: run.connection };
  const hasEnded = run.status === "failed" || run.status === "cancelled";
  // Where a run stopped before a mass change, the way on is the preview that its reason offers.
  if (run.error?.code === "run.mass_change") return null;
  if (!maySync || !hasEnded || run.kind === "fetch_one" || isUndo(run.kind)) return null;
  return run.kind === "preview" ? (
    <Button onClick={() => preview.mutate({ params })} loading={preview.isPending}>
      Preview again
    </Button>
  ) : (
    <Button onClick={() => sync.mutate({ params, body: {} })} loading={sync.isPending}>
      Sync again
    </Button>
  );
}
