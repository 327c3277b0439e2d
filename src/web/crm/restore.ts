import { restoreRecordsEndpoint } from "#crm/record/restore.api.ts";
import type { Received } from "#platform/http/endpoint.ts";
import { call, CallError } from "#platform/http/call.ts";
import { callerIn } from "#web/api.ts";
import { useOrganization } from "#web/app/organization.ts";
import { showCount } from "#web/ui/show.ts";
import type { Module } from "./module.ts";
import { perWrite, useRefresh } from "./record-writes.ts";

/** Brings records back from the recycle bin. Throws where one has to stay there; the others are back then. */
export function useRestore({ name: module, one }: Module): (ids: readonly string[]) => Promise<void> {
  const { id: organization } = useOrganization();
  const refresh = useRefresh();
  return async (ids) => {
    const refused: Received<typeof restoreRecordsEndpoint>["refused"] = [];
    for (let at = 0; at < ids.length; at += perWrite) {
      const body = { ids: ids.slice(at, at + perWrite) };
      const answer = await call(callerIn(organization), restoreRecordsEndpoint, { params: { module }, body });
      refused.push(...answer.refused);
    }
    await refresh();
    const [first] = refused;
    if (!first) return;
    throw new CallError(409, {
      code: "crm.not_restored",
      title: `${showCount(refused.length, one)} ${refused.length === 1 ? "stays" : "stay"} in the recycle bin`,
      remedy: `${first.problem}.`,
      details: {},
    });
  };
}
