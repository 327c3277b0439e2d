/** The address of a path within an organization: `addressIn(id, "settings/api-keys")`. */
export function addressIn(organization: string, path: string): string {
  return `/o/${organization}/${path}`;
}
