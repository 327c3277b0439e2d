import type { CrmViewDetail } from "#web/crm/types.ts";

/** Somebody with whom a view is shared: a user, or everybody of a role. */
export type Shared = NonNullable<CrmViewDetail["shared_to"]>[number];

/** A user or role as one text, for an input that holds both: `users 5725767…`. */
export function sharingOf({ type, id }: Shared): string {
  return `${type} ${id}`;
}

/** What such a text says. */
export function sharedOf(text: string): Shared {
  const [type = "", id = ""] = text.split(" ");
  return { type: type === "roles" ? "roles" : "users", id };
}
