const key = "concord organization";

/** Keeps in this browser which organization somebody works in, for when they come back without saying. */
export function rememberOrganization(id: string): void {
  try {
    localStorage.setItem(key, id);
  } catch {
    // Forbidden storage: the oldest organization is shown next time.
  }
}

/** Of somebody's organizations the one they were in last, else the oldest: ids ascend with time. */
export function startingOrganization<Organization extends { id: string }>(
  organizations: readonly Organization[],
): Organization | undefined {
  const last = remembered();
  const [oldest] = organizations.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return organizations.find(({ id }) => id === last) ?? oldest;
}

function remembered(): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
