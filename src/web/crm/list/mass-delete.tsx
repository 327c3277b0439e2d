import { useRecordWrites } from "#web/crm/record-writes.ts";
import type { Module } from "#web/crm/module.ts";
import type { CrmRecord } from "#web/crm/types.ts";
import { ask } from "#web/ui/ask.tsx";
import { showCount, showList } from "#web/ui/show.ts";
import { tell, tellProblem } from "#web/ui/tell.tsx";

/** Names that a question lists before it only counts. */
const named = 3;

/** Deletes records after asking: they go to the recycle bin, from where these pages cannot bring them back. */
export function useMassDelete(module: Module): (rows: readonly CrmRecord[], done: () => void) => void {
  const { deleteMany } = useRecordWrites(module.name);
  return (rows, done) => {
    const what = showCount(rows.length, module.one);
    void ask({
      title: `Delete ${what}?`,
      text: `${whatGoes(module, rows)} to the recycle bin and out of every view. A billing customer that is linked stays as it is, without its CRM record.`,
      yes: `Delete ${what}`,
      danger: true,
      ...(rows.length > 1 ? { typed: String(rows.length) } : {}),
    })
      .then(async (yes) => {
        if (!yes) return;
        const { done: gone, refused } = await deleteMany(rows.map(({ id }) => id));
        tell(
          refused.length === 0
            ? `${showCount(gone.length, module.one)} deleted.`
            : `${showCount(gone.length, module.one)} deleted, ${refused.length} refused.`,
        );
        done();
      })
      .catch(tellProblem);
  };
}

function whatGoes(module: Module, rows: readonly CrmRecord[]): string {
  const names = rows.slice(0, named).map((row) => String(row[module.nameField] ?? row.id));
  const others = rows.length - names.length;
  return `${showList(others > 0 ? [...names, `${others} more`] : names)} ${rows.length === 1 ? "goes" : "go"}`;
}
