import { type ConnectionView, listConnections } from "#sync/connection/connection.api.ts";
import type { ModuleChoice } from "#sync/connection/settings.api.ts";
import { useCall } from "#web/api.ts";

/** A CRM that customers can be brought from. */
export type UsableConnection = { id: string; company: string; module: ModuleChoice };

/** The connections that records can be brought by: set up, and in use. */
export function useUsableConnections(): UsableConnection[] {
  const { data } = useCall(listConnections);
  return (data?.items ?? []).flatMap((one) => usable(one) ?? []);
}

function usable({ id, crm_company, state, settings }: ConnectionView): UsableConnection | undefined {
  if (settings === null || state === "disabled") return undefined;
  return { id, company: crm_company, module: settings.module };
}
