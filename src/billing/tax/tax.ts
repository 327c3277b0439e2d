import type { Selectable } from "kysely";
import type { Id, OrganizationId } from "#kernel/id.ts";
import { plainDecimal } from "#kernel/ratio.ts";
import type { Instant } from "#kernel/time.ts";
import type { TaxView } from "./tax.api.ts";
import type { TaxRow } from "./tax.table.ts";

export type Tax = Selectable<TaxRow>;

/** What is wrong with a tax that is chosen. */
export const noTaxInUse = "is no tax that is in use; choose one of the listed taxes";

/** What is written of a tax. */
export type TaxValues = Pick<Tax, "name" | "percentage" | "status">;

/** A new tax; it can be chosen at once. */
export function newTax(
  { name, percentage }: Omit<TaxValues, "status">,
  { organizationId, id, now }: { organizationId: OrganizationId; id: Id<"tax">; now: Instant },
): Tax {
  const own = { organization_id: organizationId, id, name, percentage, status: "active" as const };
  return { ...own, version: 1, created_at: now, updated_at: now };
}

/** The tax with what was given of it. Documents keep the name and percentage that they were written with. */
export function changedTax(
  tax: Tax,
  { name = tax.name, percentage = tax.percentage, status = tax.status }: GivenTax,
  now: Instant,
): Tax {
  return { ...tax, name, percentage, status, version: tax.version + 1, updated_at: now };
}

export type GivenTax = { [Field in keyof TaxValues]?: TaxValues[Field] | undefined };

/** A tax as the API shows it. */
export function taxView({ organization_id: _organization, percentage, ...tax }: Tax): TaxView {
  return { ...tax, percentage: plainDecimal(percentage) };
}
