import { itemRefusal } from "#web/crm/crm-client.ts";
import { nameOf } from "#web/crm/record-name.ts";
import { type MassResult, useRecordWrites } from "#web/crm/record-writes.ts";
import { useRestore } from "#web/crm/restore.ts";
import type { Module } from "#web/crm/module.ts";
import type { CrmRecord } from "#web/crm/types.ts";
import { showCount } from "#web/ui/show.ts";
import { tellProblem, tellUndo } from "#web/ui/tell.tsx";

/** Deletes records at once and offers to bring them back; later the recycle bin does. Settles when they are gone. */
export function useDeleteRecords(module: Module): (rows: readonly CrmRecord[]) => Promise<void> {
  const { deleteMany } = useRecordWrites(module);
  const restore = useRestore(module);
  return async (rows) => {
    const [first] = rows;
    if (!first) return;
    try {
      const { done, refused } = await deleteMany(rows.map(({ id }) => id));
      const what = rows.length === 1 ? nameOf(module, first) : showCount(done.length, module.one);
      if (done.length > 0) tellUndo(`${what} deleted.`, () => restore(done));
      if (refused.length > 0) tellProblem(refusalOf(refused));
    } catch (problem) {
      tellProblem(problem);
    }
  };
}

function refusalOf([first]: MassResult["refused"]): Error {
  return itemRefusal(first?.outcome.status === "error" ? first.outcome : undefined);
}
