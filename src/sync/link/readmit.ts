import type { LinkRow } from "./link.table.ts";

/** Why a CRM record does not come any more. */
export type ClosedWhy = "undone" | "unlinked" | "deleted" | "removed";

export const closedWords: Record<ClosedWhy, string> = {
  undone: "The run that brought it was undone.",
  unlinked: "Somebody unlinked the two.",
  deleted: "Its customer was deleted in billing.",
  removed: "Its contact person was removed in billing.",
};

/** What the history tells of the closing: the reason of the run that closed the link; a person's act leaves none. */
export function closedWhy(
  link: Pick<LinkRow, "customer_id" | "target" | "state">,
  reason: string | null,
): ClosedWhy {
  if (reason?.startsWith("undo.")) return "undone";
  if (link.customer_id === null) return "deleted";
  // Not closed yet: what it was linked with is gone, and no run has met it.
  if (reason !== "customer.gone" && link.state === "closed") return "unlinked";
  return link.target === "contact_person" ? "removed" : "deleted";
}

/** A link as far as it can be refused. `is_over`: no run brings its record any more. */
type Found = Pick<LinkRow, "crm_id" | "connection_id" | "state"> & { is_over: boolean };

/** Of the CRM records that are asked for, those that cannot come again, each with the reason in words. */
export function notClosed(
  crmIds: readonly string[],
  found: readonly Found[],
  connection: string,
): { crm_id: string; why: string }[] {
  return crmIds.flatMap((id) => {
    const links = found.filter(({ crm_id: of }) => of === id);
    const here = links.find((link) => link.connection_id === connection);
    if (here) return here.is_over ? [] : [{ crm_id: id, why: stateWords[here.state] }];
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
