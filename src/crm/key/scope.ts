/** Everything a key or a client of Concord itself may ask for. Blank separated, as in token answers. */
export const fullScope =
  "ZohoCRM.modules.ALL ZohoCRM.change_owner.ALL ZohoCRM.settings.ALL ZohoCRM.users.ALL ZohoCRM.org.ALL ZohoCRM.coql.READ ZohoCRM.bulk.ALL ZohoCRM.notifications.ALL ZohoSearch.securesearch.READ";

/** What an endpoint needs: `modules.accounts.READ`, `settings.fields.CREATE`, `coql.READ`. Never ends in ALL. */
export type Needed =
  `${"modules" | "change_owner" | "settings" | "users" | "org" | "coql" | "bulk" | "notifications"}${"" | `.${string}`}.${"READ" | "CREATE" | "UPDATE" | "DELETE"}`;

/**
 * Whether a scope text reaches what is needed: the very scope, its ALL, or that of the group above it
 * (`ZohoCRM.modules.ALL` reaches `modules.accounts.READ`). Written with blanks or commas between scopes.
 */
export function scopeReaches(scope: string, needed: Needed): boolean {
  const held = new Set(scope.toLowerCase().split(/[\s,]+/));
  // Who may write a module's records may write their owners anyway, and keys from before do not have the scope of that.
  const [kind = "", module = "", last] = needed.split(".");
  const instead = last === "READ" ? "READ" : "UPDATE";
  if (kind === "change_owner" && scopeReaches(scope, `modules.${module}.${instead}`)) return true;
  const parts = needed.toLowerCase().split(".");
  const operation = parts.at(-1) ?? "";
  for (let depth = parts.length - 1; depth > 0; depth -= 1) {
    const group = ["zohocrm", ...parts.slice(0, depth)].join(".");
    if (held.has(`${group}.${operation}`) || held.has(`${group}.all`)) return true;
  }
  return false;
}

/** Whether a scope text reaches the search, which has a scope of its own beside the module's. */
export function scopeReachesSearch(scope: string): boolean {
  return scope
    .toLowerCase()
    .split(/[\s,]+/)
    .includes("zohosearch.securesearch.read");
}

/** A scope text in the form of token answers, or undefined where one of its parts is no scope of the CRM. */
export function readScope(text: string): string | undefined {
  const parts = text.split(/[\s,]+/).filter((part) => part !== "");
  const isScope = (part: string): boolean =>
    /^ZohoCRM\.(modules|change_owner|settings|users|org|coql|bulk|notifications)(\.[a-z_]+)?\.(ALL|READ|CREATE|UPDATE|DELETE|WRITE)$/i.test(
      part,
    ) || /^ZohoSearch\.securesearch\.READ$/i.test(part);
  return parts.length > 0 && parts.every(isScope) ? parts.join(" ") : undefined;
}
