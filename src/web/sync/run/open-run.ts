import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { getRun, type RunView } from "#sync/run/run.api.ts";
import { keyOf, useOrganizationId } from "#web/api.ts";
import { usePlaces } from "#web/sync/places.ts";

/** Leads to a run that was just started; what is known of it is shown at once. */
export function useOpenRun(): (run: RunView) => Promise<void> {
  const client = useQueryClient();
  const organization = useOrganizationId();
  const navigate = useNavigate();
  const places = usePlaces();
  return (run) => {
    client.setQueryData(keyOf(organization, getRun, { params: { run: run.id } }), run);
    return navigate({ to: places.run(run.id) });
  };
}
