import type { Criteria } from "#crm/criteria/criteria.ts";

/** Fields in whose order an index keeps the records. */
const inOrder: ReadonlySet<string> = new Set(["id", "Created_Time", "Modified_Time"]);

/**
 * Criteria as two parts that must both hold: `place` says from where to where in the order of the records, as paging by
 * time and id does, `rest` what holds for some of those. Undefined where there is no such part.
 */
export function splitByPlace(criteria: Criteria): { place?: Criteria; rest?: Criteria } {
  const members = membersOf(criteria);
  const place = joined(members.filter(isPlace));
  const rest = joined(members.filter((one) => !isPlace(one)));
  return { ...(place ? { place } : {}), ...(rest ? { rest } : {}) };
}

/** What must hold all together, however it is nested. */
function membersOf(criteria: Criteria): Criteria[] {
  return "group" in criteria && criteria.operator === "AND" ? criteria.group.flatMap(membersOf) : [criteria];
}

function isPlace(criteria: Criteria): boolean {
  return "group" in criteria ? criteria.group.every(isPlace) : inOrder.has(criteria.field);
}

function joined(members: readonly Criteria[]): Criteria | undefined {
  return members.length > 1 ? { operator: "AND", group: members } : members[0];
}
