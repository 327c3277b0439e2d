import { sql } from "kysely";
import type { OrganizationId } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import type { ModuleName } from "#crm/field/field.ts";
import type { Criteria } from "#crm/criteria/criteria.ts";
import { predefinedViews } from "./predefined-views.ts";
import type { Access, SharedWith, SortField, View } from "./view.ts";
import "./view.table.ts";

type Row = {
  id: string;
  module: ModuleName;
  name: string;
  criteria: Criteria | null;
  fields: string[];
  sort_by: SortField | null;
  sort_order: "asc" | "desc" | null;
  access_type: Access;
  shared_to: SharedWith[];
  created_by: string;
  modified_by: string;
  created_time: string;
  modified_time: string;
};

/** All views of a module, the predefined ones first; times in the organization's zone. */
export async function listViews(tx: Tx, module: ModuleName): Promise<View[]> {
  const rows = await selectViews(tx, module);
  return [...predefinedViews.filter((view) => view.module === module), ...rows.map(viewOf)];
}

/** One view of a module. */
export async function findView(tx: Tx, module: ModuleName, id: string): Promise<View | undefined> {
  const predefined = predefinedViews.find((view) => view.module === module && view.id === id);
  if (predefined) return predefined;
  const [row] = await selectViews(tx, module, id);
  return row && viewOf(row);
}

/** What a user decides of a view. */
export type ViewContent = Pick<View, "name" | "criteria" | "fields" | "sort" | "access" | "sharedTo">;

export async function insertView(
  tx: Tx,
  made: { organizationId: OrganizationId; module: ModuleName; userId: string },
  content: ViewContent,
): Promise<string> {
  const { organizationId: organization_id, module, userId } = made;
  const row = { organization_id, module, ...columnsOf(content), created_by: userId, modified_by: userId };
  return (await tx.insertInto("crm_view").values(row).returning("id").executeTakeFirstOrThrow()).id;
}

export async function updateView(tx: Tx, id: string, userId: string, content: ViewContent): Promise<void> {
  const modified_time = sql<string>`date_trunc('second', clock_timestamp())`;
  await tx
    .updateTable("crm_view")
    .set({ ...columnsOf(content), modified_by: userId, modified_time })
    .where("id", "=", id)
    .execute();
}

export async function deleteView(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom("crm_view").where("id", "=", id).execute();
}

function columnsOf({ name, criteria, fields, sort, access, sharedTo }: ViewContent) {
  return {
    name,
    criteria: criteria && JSON.stringify(criteria),
    fields: JSON.stringify(fields),
    sort_by: sort?.by ?? null,
    sort_order: sort?.order ?? null,
    access_type: access,
    shared_to: JSON.stringify(sharedTo),
  };
}

async function selectViews(tx: Tx, module: ModuleName, id?: string): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select id, module, name, criteria, fields, sort_by, sort_order, access_type, shared_to, created_by, modified_by,
      to_json(created_time) #>> '{}' as created_time, to_json(modified_time) #>> '{}' as modified_time
    from crm_view where module = ${module} and ${id === undefined ? sql`true` : sql`id = ${id}`} order by name, id`.execute(
    tx,
  );
  return rows;
}

function viewOf(row: Row): View {
  return {
    id: row.id,
    module: row.module,
    name: row.name,
    systemName: null,
    criteria: row.criteria,
    fields: row.fields,
    sort: row.sort_by && { by: row.sort_by, order: row.sort_order ?? "asc" },
    access: row.access_type,
    sharedTo: row.shared_to,
    made: {
      createdBy: row.created_by,
      createdTime: row.created_time,
      modifiedBy: row.modified_by,
      modifiedTime: row.modified_time,
    },
  };
}
