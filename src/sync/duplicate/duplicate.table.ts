import type { ColumnType, Generated, Selectable } from "kysely";
import type { ConnectionId, Id, OrganizationId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import type { Actor } from "#platform/auth/actor.ts";
import type { Evidence } from "./evidence.ts";
import type { Model } from "./model.ts";
import type { Place } from "./subject.ts";

export type DuplicateSearchId = Id<"dus">;
export type DuplicateId = Id<"dup">;

export type DuplicateSearchRow = {
  organization_id: OrganizationId;
  id: DuplicateSearchId;
  connection_id: ConnectionId | null;
  status: "waiting" | "running" | "done" | "failed" | "cancelled";
  phase: "reading" | "comparing" | "writing" | null;
  done: Generated<number>;
  expected: number | null;
  customers: number | null;
  crm_records: number | null;
  candidates: string | number | null;
  pairs: number | null;
  linked: number | null;
  link_certain: Generated<boolean>;
  weights: ColumnType<Record<string, Model> | null, string | null | undefined, string>;
  problem: ColumnType<SearchProblem | null, string | null | undefined, string>;
  actor: ColumnType<Actor, string, never>;
  created_at: Instant;
  started_at: Instant | null;
  finished_at: Instant | null;
};

/** Why a search failed, with what helps. */
export type SearchProblem = { message: string; remedy: string };

export type DuplicateSearch = Selectable<DuplicateSearchRow>;

export type DuplicatePairRow = {
  organization_id: OrganizationId;
  id: DuplicateId;
  kind: "billing" | "crm" | "across";
  connection_id: ConnectionId | null;
  left_place: Place;
  left_id: string;
  left_name: string;
  right_place: Place;
  right_id: string;
  right_name: string;
  bits: number;
  chance: number;
  certain: "number" | "email" | null;
  evidence: ColumnType<Evidence[], string, string>;
  state: "open" | "merged" | "linked" | "dismissed";
  search_id: DuplicateSearchId;
  found_at: Instant;
  kept: "left" | "right" | null;
  merge_id: Id<"mrg"> | null;
  decided_by: ColumnType<Actor | null, string | null | undefined, string | null>;
  decided_at: Instant | null;
};

export type DuplicatePair = Selectable<DuplicatePairRow>;

declare module "#platform/db/db.ts" {
  interface Tables {
    duplicate_search: DuplicateSearchRow;
    duplicate_pair: DuplicatePairRow;
  }
}
