import type { FieldMap, ModuleName } from "#crm/field/field.ts";
import { moduleOf } from "#crm/field/module.ts";
import { criteriaJson } from "#crm/criteria/criteria.ts";
import { defaultViewId } from "./predefined-views.ts";
import { categoryOf, type SortField, type View, type Viewer } from "./view.ts";

/** Names of users by id, for those who made views. */
export type Names = ReadonlyMap<string, string>;

/** A view in a list of views: without criteria and columns, as Zoho CRM has it. */
export function viewJson(view: View, viewer: Viewer, names: Names): Record<string, unknown> {
  const person = (id: string | undefined): { name: string | null; id: string } | null =>
    id === undefined ? null : { name: names.get(id) ?? null, id };
  return {
    id: view.id,
    name: view.name,
    display_value: view.name,
    system_name: view.systemName,
    category: categoryOf(view, viewer),
    default: view.id === defaultViewId(view.module),
    system_defined: view.made === null,
    access_type: view.access,
    created_time: view.made?.createdTime ?? null,
    modified_time: view.made?.modifiedTime ?? null,
    last_accessed_time: null,
    created_by: person(view.made?.createdBy),
    modified_by: person(view.made?.modifiedBy),
    locked: false,
    favorite: null,
  };
}

/** A view with all that it says. */
export function viewDetailJson(
  view: View,
  viewer: Viewer,
  names: Names,
  fields: FieldMap,
): Record<string, unknown> {
  const field = (name: string): { api_name: string; id: string | null } => ({
    api_name: name,
    id: fields.get(name)?.id ?? null,
  });
  return {
    ...viewJson(view, viewer, names),
    module: { api_name: view.module, id: moduleOf(view.module).id },
    criteria: view.criteria && criteriaJson(view.criteria, (name) => fields.get(name)?.id),
    cross_filters: null,
    fields: view.fields.map((name) => ({ ...field(name), _pin: false })),
    shared_to: view.sharedTo.length > 0 ? view.sharedTo : null,
    sort_by: view.sort && field(sortFieldName(view.module, view.sort.by)),
    sort_order: view.sort?.order ?? null,
  };
}

/** The field that stands for a record's name is the module's own. */
export function sortFieldName(module: ModuleName, by: SortField): string {
  return by === "name" ? (module === "Contacts" ? "Full_Name" : moduleOf(module).nameField) : by;
}

/** `info` of a list of views. */
export function viewsInfo(module: ModuleName, count: number): Record<string, unknown> {
  const translation = {
    public_views: "Public Views",
    other_users_views: "Other Users' Views",
    shared_with_me: "Shared With Me",
    created_by_me: "Created By Me",
  };
  return { per_page: 200, page: 1, count, more_records: false, default: defaultViewId(module), translation };
}
