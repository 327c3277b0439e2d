import { useState } from "react";

export type Selection<Row> = {
  chosen: Row[];
  has: (row: Row) => boolean;
  /** `asFar`: all rows from the one that was ticked last up to this one. */
  toggle: (row: Row, asFar?: boolean) => void;
  toggleAll: () => void;
  clear: () => void;
};

/** Ticked rows, by id, so that a row stays ticked when the list is loaded anew; rows that are gone are not. */
export function useSelection<Row>(rows: Row[], rowId: (row: Row) => string): Selection<Row> {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const [last, setLast] = useState<string>();
  const chosen = rows.filter((row) => ids.has(rowId(row)));
  return {
    chosen,
    has: (row) => ids.has(rowId(row)),
    toggle(row, asFar = false) {
      const id = rowId(row);
      const from = rows.findIndex((one) => rowId(one) === last);
      const to = rows.findIndex((one) => rowId(one) === id);
      const reached =
        asFar && from >= 0 ? rows.slice(Math.min(from, to), Math.max(from, to) + 1).map(rowId) : [id];
      const next = new Set(ids);
      for (const one of reached) {
        if (ids.has(id)) next.delete(one);
        else next.add(one);
      }
      setIds(next);
      setLast(id);
    },
    toggleAll: () => setIds(chosen.length === rows.length ? new Set() : new Set(rows.map(rowId))),
    clear: () => setIds(new Set()),
  };
}
