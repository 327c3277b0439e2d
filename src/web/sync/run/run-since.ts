import { getConnection } from "#sync/connection/connection.api.ts";
import type { RunView } from "#sync/run/run.api.ts";
import { useCall } from "#web/api.ts";

/** The id of a sync that ran after a preview was made: the preview then no longer says what would happen. */
export function useRunSince({ connection, finished_at }: RunView): string | undefined {
  const last = useCall(getConnection, { params: { connection } }).data?.last_run;
  const isLater = last && last.kind !== "preview" && (last.finished_at ?? "") > (finished_at ?? "");
  return isLater ? last.id : undefined;
}
