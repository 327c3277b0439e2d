import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { findUnread, markRecords } from "#crm/record/read-marks.api.ts";
import { call } from "#platform/http/call.ts";
import { callerIn } from "#web/api.ts";
import { useOrganization } from "#web/app/organization.ts";
import { crmKeys } from "#web/crm/crm-queries.ts";
import type { Module } from "#web/crm/module.ts";
import { useRefresh } from "#web/crm/record-writes.ts";
import type { CrmRecord } from "#web/crm/types.ts";
import { showCount } from "#web/ui/show.ts";
import { tellProblem, tellUndo } from "#web/ui/tell.tsx";

/** Records of one question. */
const perCall = 200;

function partsOf<Item>(items: readonly Item[]): Item[][] {
  return Array.from({ length: Math.ceil(items.length / perCall) }, (_, at) =>
    items.slice(at * perCall, (at + 1) * perCall),
  );
}

/** Which of the rows the reader has not read yet; none while that is not known. */
export function useUnread({ name: module }: Module, rows: readonly CrmRecord[]): ReadonlySet<string> {
  const { id: organization } = useOrganization();
  const ids = rows.map(({ id }) => id);
  const asked = useQuery({
    queryKey: [...crmKeys.records(organization, module), "unread", ids],
    enabled: ids.length > 0,
    placeholderData: keepPreviousData,
    queryFn: async () => {
      const answers = partsOf(ids).map((part) =>
        call(callerIn(organization), findUnread, { params: { module }, query: { ids: part.join(",") } }),
      );
      return (await Promise.all(answers)).flatMap(({ unread }) => unread);
    },
  });
  return new Set(asked.data);
}

/** Marks rows as read or not, at once, and offers to take that back. */
export function useMark(module: Module): (rows: readonly CrmRecord[], read: boolean) => Promise<void> {
  const { id: organization } = useOrganization();
  const refresh = useRefresh();
  async function mark(ids: readonly string[], read: boolean): Promise<void> {
    for (const part of partsOf(ids))
      await call(callerIn(organization), markRecords, {
        params: { module: module.name },
        body: { ids: part, read },
      });
    await refresh();
  }
  return async (rows, read) => {
    const ids = rows.map(({ id }) => id);
    const words = `${showCount(ids.length, module.one)} marked as ${read ? "read" : "unread"}.`;
    await mark(ids, read).then(() => tellUndo(words, () => mark(ids, !read)), tellProblem);
  };
}
