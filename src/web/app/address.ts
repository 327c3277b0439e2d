/** The address of a path within an organization: `addressIn(id, "settings/api-keys")`. */
export function addressIn(organization: string, path: string): string {
  return `/o/${organization}/${path}`;
}

/** The path of an address below its organization: `billing/customers`. */
export function pathIn(pathname: string): string {
  return pathname.replace(/^\/o\/[^/]+\/?/, "");
}
