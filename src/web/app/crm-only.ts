import { addressIn, pathIn } from "./address.ts";
import { leadTo } from "./lead-to.ts";
import { notAllowed } from "./needs.ts";

/** What is for those who have the CRM alone. */
const theirs = /^(crm|settings\/account)(\/|$)/;

/** Keeps who has the CRM alone to it: from where one begins they are led to theirs, all else is refused. */
export function keepToCrm(organization: string, pathname: string): void {
  const path = pathIn(pathname).replace(/\/$/, "");
  if (theirs.test(path)) return;
  if (path === "settings") leadTo(addressIn(organization, "settings/account"));
  if (path === "billing" || path === "") leadTo(addressIn(organization, "crm"));
  throw notAllowed();
}
