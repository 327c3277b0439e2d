import type { Outcome } from "#zoho/failure.ts";
import type { Zoho } from "#zoho/zoho.client.ts";

/**
 * Those of the modules of which the CRM's user sees only some records: their own, and those of users below them. None
 * where the user is an administrator, or where the CRM does not tell. Whoever is not seen is not synced; that no record
 * is taken for deleted because of it is the reading's doing (sync/read): only what the CRM says was deleted was.
 */
export async function findHalfSeen(crm: Zoho, names: readonly string[]): Promise<Outcome<string[]>> {
  const sharing = await crm.sharing();
  if (!sharing.ok) return sharing;
  const isPrivate = new Set(
    sharing.value.flatMap((one) => (one.share_type === "private" ? [one.module.api_name] : [])),
  );
  const hidden = names.filter((name) => isPrivate.has(name));
  if (hidden.length === 0) return { ...sharing, value: [] };
  const user = await crm.currentUser();
  if (!user.ok) return user;
  const administrators = await crm.users("AdminUsers");
  if (!administrators.ok) return administrators;
  const isOne = administrators.value.some(({ id }) => id === user.value.id);
  return { ...administrators, value: isOne ? [] : hidden };
}

/** What to tell of modules that are seen in part, and what to do. */
export function halfSeenWords(names: readonly string[]): { what: string; remedy: string } {
  const modules = names.join(" and ");
  return {
    what: `${modules} are private in the CRM: this user sees their own records and those of users below them, and no others are synced.`,
    remedy: `Use the key of an administrator of the CRM, or make ${modules} public there (Setup > Data sharing).`,
  };
}
