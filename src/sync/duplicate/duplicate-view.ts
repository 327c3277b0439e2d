import { crmRecordUrl } from "#sync/link/link-view.ts";
import type { DuplicateSearchView, DuplicateView } from "./duplicate.api.ts";
import { isUndoable } from "./duplicate.ts";
import type { DuplicateSearch, DuplicatePair } from "./duplicate.table.ts";
import type { Place } from "./subject.ts";

type ShownPair = DuplicatePair & { api_url: string | null; crm_kind: "embedded" | "zoho" | null };

/** A pair as it is shown. */
export function duplicateView(row: ShownPair): DuplicateView {
  const sideOf = (place: Place, id: string, name: string): DuplicateView["left"] => ({
    place,
    id,
    name,
    url:
      place === "customers" || row.api_url === null
        ? null
        : crmRecordUrl({ api_url: row.api_url, kind: row.crm_kind ?? "embedded" }, place, id),
  });
  return {
    id: row.id,
    kind: row.kind,
    connection: row.connection_id,
    left: sideOf(row.left_place, row.left_id, row.left_name),
    right: sideOf(row.right_place, row.right_id, row.right_name),
    // Nothing is quite certain: a score is never shown as more than it is.
    score: Math.floor(row.chance * 10_000) / 10_000,
    bits: Math.round(row.bits * 10) / 10,
    certain: row.certain,
    evidence: row.evidence,
    state: row.state,
    kept: row.kept,
    decided: row.decided_at === null ? null : { by: row.decided_by?.name ?? "", at: row.decided_at },
    undoable: isUndoable(row),
    found_at: row.found_at,
  };
}

/** A search as it is shown. */
export function searchView(row: DuplicateSearch): DuplicateSearchView {
  const { id, status, phase, done, expected, customers, crm_records, pairs, linked, link_certain } = row;
  return {
    ...{ id, status, phase, done, expected, customers, crm_records, pairs, linked, link_certain },
    connection: row.connection_id,
    candidates: row.candidates === null ? null : Number(row.candidates),
    problem: row.problem,
    by: row.actor.name,
    created_at: row.created_at,
    finished_at: row.finished_at,
  };
}
