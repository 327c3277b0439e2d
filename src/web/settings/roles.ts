import type { Role } from "#platform/auth/organization.api.ts";

/** The roles in words, from most to least. */
export const roleChoices: readonly { value: Role; label: string; description: string }[] = [
  { value: "owner", label: "Owner", description: "Everything, other owners included" },
  { value: "admin", label: "Administrator", description: "Everything but owners" },
  { value: "accountant", label: "Accountant", description: "Reads and changes billing, no settings" },
  { value: "sales", label: "Sales", description: "Reads and changes billing, no settings" },
  { value: "read_only", label: "Read only", description: "Sees all of billing, changes nothing there" },
  {
    value: "crm",
    label: "CRM only",
    description: "Sees of billing what their profile shows them in the CRM",
  },
];

export function roleLabel(role: Role): string {
  return roleChoices.find(({ value }) => value === role)?.label ?? role;
}

/** The roles that somebody of a role may give: only owners make owners. */
export function choicesFor(own: Role): { value: Role; label: string; description: string }[] {
  return roleChoices.filter(({ value }) => value !== "owner" || own === "owner");
}
