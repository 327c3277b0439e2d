import type { ModuleName } from "#crm/field/field.ts";
import { fixedId, moduleOf, modules } from "#crm/field/module.ts";
import type { Criteria } from "#crm/criteria/criteria.ts";
import type { View } from "./view.ts";

/** How far back "recently" reaches, in days. */
const recentDays = 30;

type Line = { name: (plural: string) => string; systemName: string; criteria?: Criteria } & Partial<
  Pick<View, "readState" | "sort">
>;

const createdIn = (value: string): Criteria => ({ field: "Created_Time", comparator: "equal", value });
const since = (field: string): Criteria => ({
  field,
  comparator: "less_equal",
  value: `\${AGEINDAYS}+${recentDays}`,
});

/** In this order they get their ids: new lines go to the end. */
const lines: readonly Line[] = [
  { name: (plural) => `All ${plural}`, systemName: "ALLVIEWS" },
  {
    name: (plural) => `My ${plural}`,
    systemName: "MYVIEWS",
    criteria: { field: "Owner", comparator: "equal", value: "${CURRENTUSER}" },
  },
  { name: (plural) => `Unread ${plural}`, systemName: "UNREADVIEWS", readState: "unread" },
  { name: () => "New This Week", systemName: "NEWTHISWEEK", criteria: createdIn("${THISWEEK}") },
  { name: () => "New Last Week", systemName: "NEWLASTWEEK", criteria: createdIn("${LASTWEEK}") },
  {
    name: (plural) => `Recently Created ${plural}`,
    systemName: "RECENTLYCREATED",
    criteria: since("Created_Time"),
    sort: { by: "Created_Time", order: "desc" },
  },
  {
    name: (plural) => `Recently Modified ${plural}`,
    systemName: "RECENTLYMODIFIED",
    criteria: since("Modified_Time"),
    sort: { by: "Modified_Time", order: "desc" },
  },
  {
    name: (plural) => `Recently Viewed ${plural}`,
    systemName: "RECENTLYVIEWED",
    readState: "recently_viewed",
  },
];

const columns: Record<ModuleName, readonly string[]> = {
  Accounts: ["Account_Name", "Phone", "Website", "Account_Type", "Billing_City", "Owner"],
  Contacts: ["Full_Name", "Account_Name", "Email", "Phone", "Mobile", "Owner"],
  Deals: ["Deal_Name", "Amount", "Stage", "Closing_Date", "Account_Name", "Contact_Name", "Owner"],
};

/** The views that every CRM has, and nobody can delete. */
export const predefinedViews: readonly View[] = modules.flatMap(({ api_name: module, id }) =>
  lines.map(({ name, systemName, criteria, readState, sort }, at) => ({
    id: fixedId(id, 2, at),
    module,
    name: name(moduleOf(module).plural),
    systemName,
    criteria: criteria ?? null,
    ...(readState ? { readState } : {}),
    fields: columns[module],
    sort: sort ?? null,
    access: "public" as const,
    sharedTo: [],
    made: null,
  })),
);

/** The id of the view that a module opens with. */
export function defaultViewId(module: ModuleName): string {
  return fixedId(moduleOf(module).id, 2, 0);
}
