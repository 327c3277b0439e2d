import type { Sides } from "#sync/connection/check-settings.ts";
import type { MappingRow } from "#sync/connection/settings.api.ts";
import { bringsName, fittingRows, type MappingProblem } from "#sync/mapping/check-mapping.ts";
import type { CrmField } from "#sync/mapping/crm-field.ts";
import type { Lens } from "#sync/mapping/incoming.ts";
import type { RunContext } from "./run-context.ts";

type Fitted = { lenses: RunContext["lenses"]; problems: MappingProblem[] };

/**
 * The lenses without the rows that no longer fit the CRM's or billing's fields, and what is wrong with these rows. A
 * field that is left out keeps its value and its base, as if the CRM had said nothing of it: a run that has the field
 * again goes on from there. A display name that does not fit is no such row: without it nothing can be done.
 */
export function fitLenses(
  { settings, lenses }: Pick<RunContext, "settings" | "lenses">,
  sides: Sides,
): Fitted {
  const mapped = settings.module === "contacts" ? lenses.unassociated : lenses.account;
  const main = fit(settings.mapping, mapped, "mapping", sides);
  const persons = fit(settings.contact_mapping, lenses.contact, "contact_mapping", sides);
  if (settings.module === "contacts")
    return { lenses: { ...lenses, unassociated: main.lens }, problems: main.problems };
  if (settings.module === "accounts")
    return { lenses: { ...lenses, account: main.lens }, problems: main.problems };
  // The mapping of contacts without an account is the default one. Nobody can mend it, so it is not complained of.
  const unassociated = fit(lenses.unassociated.rows, lenses.unassociated, "", sides).lens;
  return {
    lenses: { account: main.lens, contact: persons.lens, unassociated },
    problems: [...main.problems, ...persons.problems],
  };
}

function fit(
  mapping: readonly MappingRow[],
  lens: Lens,
  path: string,
  sides: Sides,
): { lens: Lens; problems: MappingProblem[] } {
  const crm: readonly CrmField[] = lens.module === "Accounts" ? sides.accountFields : sides.contactFields;
  const isPerson = lens.target === "contact_person";
  const billing = isPerson ? sides.personFields : sides.customerFields;
  const { rows, problems } = fittingRows(mapping, { path, crm, billing, isPerson });
  const names = mapping.flatMap((row, at) => (!isPerson && bringsName(row) ? [`${path}.${at}.`] : []));
  return {
    lens: { ...lens, rows: lens.rows.filter((row) => rows.includes(row)) },
    problems: problems.filter((one) => !names.some((name) => one.path.startsWith(name))),
  };
}
