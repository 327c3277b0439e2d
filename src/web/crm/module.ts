import { notFound } from "@tanstack/react-router";
import { IconBuilding, type Icon, IconTargetArrow, IconUser } from "@tabler/icons-react";

/** A module of the CRM by the name that the API gives it. */
export type ModuleName = "Accounts" | "Contacts" | "Deals";

/** How a module is shown. `path` is its part of the address; `nameField` what its records are called by. */
export type Module = {
  name: ModuleName;
  path: string;
  /** As a heading, while the record's own name is not known. */
  title: string;
  one: string;
  many: string;
  nameField: string;
  mustFill: string;
  icon: Icon;
};

export const modules: readonly Module[] = [
  {
    name: "Accounts",
    path: "accounts",
    title: "Account",
    one: "account",
    many: "accounts",
    nameField: "Account_Name",
    mustFill: "Account_Name",
    icon: IconBuilding,
  },
  {
    name: "Contacts",
    path: "contacts",
    title: "Contact",
    one: "contact",
    many: "contacts",
    nameField: "Full_Name",
    mustFill: "Last_Name",
    icon: IconUser,
  },
  {
    name: "Deals",
    path: "deals",
    title: "Deal",
    one: "deal",
    many: "deals",
    nameField: "Deal_Name",
    mustFill: "Deal_Name",
    icon: IconTargetArrow,
  },
];

/** The module of a name; it is one of ours. */
export function moduleOf(name: ModuleName): Module {
  const found = modules.find((module) => module.name === name);
  if (!found) throw new Error(`no module ${name}`);
  return found;
}

/** The module of an address; any other address leads nowhere. */
export function moduleAt(path: string): Module {
  const found = modules.find((module) => module.path === path);
  // oxlint-disable-next-line typescript/only-throw-error -- the router takes a missing page by its being thrown
  if (!found) throw notFound();
  return found;
}
