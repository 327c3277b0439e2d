import type { LinkRow } from "./link.table.ts";

/** Why a CRM record does not come any more. */
export type ClosedWhy = "undone" | "unlinked" | "deleted";

export const closedWords: Record<ClosedWhy, string> = {
  undone: "The run that brought it was undone.",
  unlinked: "Somebody unlinked the two.",
  deleted: "Its customer was deleted in billing.",
};

/** What the history tells of the closing: the reason of the run that closed the link; a person's act leaves none. */
export function closedWhy(link: Pick<LinkRow, "customer_id">, reason: string | null): ClosedWhy {
  if (reason?.startsWith("undo.")) return "undone";
  return link.customer_id === null || reason === "customer.gone" ? "deleted" : "unlinked";
}

/** A link as far as it can be refused. */
type Found = Pick<LinkRow, "crm_id" | "connection_id" | "customer_id" | "state">;

/** Whether a link is one that no run brings any more. */
export function isClosed({ state, customer_id: customer }: Pick<Found, "state" | "customer_id">): boolean {
  return state === "closed" || customer === null;
}

/** Of the CRM records that are asked for, those that cannot come again, each with the reason in words. */
export function notClosed(
  crmIds: readonly string[],
  found: readonly Found[],
  connection: string,
): { crm_id: string; why: string }[] {
  return crmIds.flatMap((id) => {
    const links = found.filter(({ crm_id: of }) => of === id);
    const here = links.find((link) => link.connection_id === connection);
    if (here) return isClosed(here) ? [] : [{ crm_id: id, why: stateWords[here.state] }];
    const [elsewhere] = links;
    const why = elsewhere ? `belongs to the connection ${elsewhere.connection_id}` : "has no link";
    return [{ crm_id: id, why }];
  });
}

const stateWords: Record<LinkRow["state"], string> = {
  linked: "is linked",
  duplicate: "is remembered as a duplicate",
  out_of_view: "is linked, and out of view",
  deleted_in_crm: "is linked, and deleted in the CRM",
  closed: "is closed",
};
