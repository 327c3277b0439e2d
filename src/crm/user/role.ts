/** A role as it is listed; times in the organization's zone. */
export type Role = {
  id: string;
  name: string;
  description: string;
  /** Null for the topmost one. */
  reports_to: string | null;
  superior: string | null;
  share_with_peers: boolean;
  created_time: string;
  modified_time: string;
  created_by: { id: string; name: string } | null;
  modified_by: { id: string; name: string } | null;
};

/** What a role is to be; what is left out stays. */
export type RoleTexts = {
  name?: string | undefined;
  description?: string | undefined;
  share_with_peers?: boolean | undefined;
  reports_to?: string | undefined;
};

/** The names on the way round, where a role that reported to another one would report to itself in the end. */
export function circleOf(
  roles: readonly Pick<Role, "id" | "name" | "reports_to">[],
  { id, reportsTo }: { id: string; reportsTo: string },
): string[] | undefined {
  const byId = new Map(roles.map((role) => [role.id, role]));
  const names = [byId.get(id)?.name ?? id];
  const seen = new Set<string>();
  for (
    let at: string | null = reportsTo;
    at !== null && !seen.has(at);
    at = byId.get(at)?.reports_to ?? null
  ) {
    names.push(byId.get(at)?.name ?? at);
    if (at === id) return names;
    seen.add(at);
  }
  return undefined;
}
