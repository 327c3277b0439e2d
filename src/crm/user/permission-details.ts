import type { ModuleName } from "#crm/field/field.ts";
import { fixedId, modules } from "#crm/field/module.ts";
import {
  mayDo,
  parentRights,
  permissionName,
  type Permissions,
  type RecordRight,
  recordRights,
  setupPermission,
  withRight,
} from "./permissions.ts";

/** What a permission is about: a right on a module's records, or set-up. */
type About = { module: ModuleName; right: RecordRight } | "setup";

/** One permission as Zoho CRM tells it: a switch with a name and an id. */
export type PermissionDetail = {
  id: string;
  name: string;
  display_label: string;
  module: ModuleName | null;
  enabled: boolean;
  customizable: boolean;
  parent_permissions: string[];
};

/** The id of the set-up's permission: below all modules' blocks of ids. */
const setupId = "5725767000000005001";

const labels: Record<RecordRight, string> = {
  view: "View",
  create: "Create",
  edit: "Edit",
  delete: "Delete",
  import: "Import",
  export: "Export",
  mass_update: "Mass Update",
};

/** Every permission with what it is about, by module and in the order of the rights. */
const all: readonly { id: string; name: string; label: string; about: About }[] = [
  ...modules.flatMap(({ id, api_name: module }) =>
    recordRights.map((right, at) => ({
      id: fixedId(id, 5, at),
      name: permissionName(module, right),
      label: labels[right],
      about: { module, right },
    })),
  ),
  { id: setupId, name: setupPermission, label: "Customize Zoho CRM", about: "setup" },
];

/** All permissions as a profile has them. */
export function permissionDetails(permissions: Permissions, isCustomizable: boolean): PermissionDetail[] {
  return all.map(({ id, name, label, about }) => ({
    id,
    name,
    display_label: label,
    module: about === "setup" ? null : about.module,
    enabled: about === "setup" ? permissions.setup : mayDo(permissions, about.module, about.right),
    customizable: isCustomizable,
    parent_permissions: parentsOf(about),
  }));
}

function parentsOf(about: About): string[] {
  if (about === "setup") return [];
  const parent = parentRights[about.right];
  const found = all.find(
    ({ about: one }) => one !== "setup" && one.module === about.module && one.right === parent,
  );
  return found ? [found.id] : [];
}

/** The sections in which permissions are shown: one of modules, one of set-up. */
export function permissionSections(): Record<string, unknown>[] {
  const idsOf = (module: ModuleName): string[] =>
    all.filter(({ about }) => about !== "setup" && about.module === module).map(({ id }) => id);
  return [
    {
      name: "module",
      categories: modules.map(({ api_name: module, plural }) => ({
        name: module,
        display_label: plural,
        module,
        permissions_details: idsOf(module),
      })),
    },
    {
      name: "setup",
      categories: [{ name: "setup", display_label: "Setup", permissions_details: [setupId] }],
    },
  ];
}

/** A switch that is set: of the permission with this id or name. */
export type PermissionChange = { id: string; enabled: boolean };

/**
 * Permissions with switches set one after the other; what one needs comes along, and what needs it goes. Answers with
 * the place of the first switch that is none. What else a profile allows stays as it is.
 */
export function withPermissions(
  permissions: Permissions,
  changes: readonly PermissionChange[],
): Permissions | { unknownAt: number } {
  let { setup, modules: rights } = permissions;
  for (const [at, { id, enabled }] of changes.entries()) {
    const found = all.find((one) => one.id === id || one.name === id);
    if (!found) return { unknownAt: at };
    if (found.about === "setup") setup = enabled;
    else {
      const { module, right } = found.about;
      rights = { ...rights, [module]: withRight(rights[module] ?? [], right, enabled) };
    }
  }
  return { ...permissions, setup, modules: rights };
}
