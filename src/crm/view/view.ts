import type { ModuleName } from "#crm/field/field.ts";
import type { Criteria } from "#crm/criteria/criteria.ts";

/** Who may use a view: everybody, named users and roles, or its maker. */
export type Access = "public" | "shared" | "only_to_me";
export type SharedWith = { type: "users" | "roles"; id: string };

/** What criteria cannot say: about the caller's own reading of records. */
export type ReadState = "unread" | "recently_viewed";

/** The fields of a module that lists sort by. */
export const sortFields = ["id", "Created_Time", "Modified_Time", "name"] as const;
export type SortField = (typeof sortFields)[number];

/** A saved list of a module's records, predefined or made by a user. */
export type View = {
  id: string;
  module: ModuleName;
  name: string;
  /** Set for predefined views only, which nobody changes. */
  systemName: string | null;
  /** Null for all records. */
  criteria: Criteria | null;
  readState?: ReadState;
  /** Api names of the columns. */
  fields: readonly string[];
  sort: { by: SortField; order: "asc" | "desc" } | null;
  access: Access;
  sharedTo: readonly SharedWith[];
  /** Null for predefined views. */
  made: { createdBy: string; createdTime: string; modifiedBy: string; modifiedTime: string } | null;
};

export type Viewer = { id: string; roleId: string; isAdministrator: boolean };

/** Under which heading a view is listed for someone, or undefined where they may not use it. */
export function categoryOf(
  view: View,
  viewer: Viewer,
): "public_views" | "created_by_me" | "shared_with_me" | "other_users_views" | undefined {
  if (view.made === null) return "public_views";
  if (view.made.createdBy === viewer.id) return "created_by_me";
  if (view.access === "public") return "public_views";
  const isShared = view.sharedTo.some(
    ({ type, id }) => id === (type === "users" ? viewer.id : viewer.roleId),
  );
  if (view.access === "shared" && isShared) return "shared_with_me";
  return viewer.isAdministrator ? "other_users_views" : undefined;
}

/** Whether someone may change or delete a view: its maker and administrators; nobody for predefined ones. */
export function mayChange(view: View, viewer: Viewer): boolean {
  return view.made !== null && (view.made.createdBy === viewer.id || viewer.isAdministrator);
}
