import { useState } from "react";
import { useOrganization } from "#web/app/organization.ts";
import { writeOne } from "#web/crm/crm-client.ts";
import { useRefresh } from "#web/crm/record-writes.ts";
import { textOf } from "#web/crm/record-name.ts";
import type { CrmRecord } from "#web/crm/types.ts";
import { tellProblem, tellUndo } from "#web/ui/tell.tsx";

/** Deals on their way: where each goes, until the columns are read again. */
export type Moved = ReadonlyMap<string, { record: CrmRecord; to: string }>;

/** Moves a deal to another stage: it is there at once, and comes back where the CRM refuses. */
export function useMove(): {
  move: (record: CrmRecord, to: string, isHeld: boolean) => void;
  moved: Moved;
  /** The deal that was sent by its menu: it takes the focus along, there and back. */ held:
    | string
    | undefined;
  release: () => void;
} {
  const { id: organization } = useOrganization();
  const refresh = useRefresh();
  const [held, setHeld] = useState<string>();
  const [moved, setMoved] = useState<Moved>(new Map());
  async function write(record: CrmRecord, to: string): Promise<void> {
    setMoved((before) => new Map([...before, [record.id, { record, to }]]));
    try {
      await writeOne(organization, {
        method: "PUT",
        path: `/Deals/${record.id}`,
        body: { data: [{ Stage: to }] },
      });
    } finally {
      await refresh();
      setMoved((before) => new Map([...before].filter(([id]) => id !== record.id)));
    }
  }
  return {
    moved,
    held,
    release: () => setHeld(undefined),
    move(record, to, isHeld) {
      const from = textOf(record["Stage"]);
      if (from === to) return;
      setHeld(isHeld ? record.id : undefined);
      write(record, to).then(
        () =>
          tellUndo(`${textOf(record["Deal_Name"])} is in ${to}.`, () =>
            write({ ...record, Stage: to }, from),
          ),
        tellProblem,
      );
    },
  };
}
