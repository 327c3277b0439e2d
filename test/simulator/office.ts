import type { Ids, OrganizationId } from "#kernel/id.ts";
import type { Billing } from "./billing.ts";
import type { Crm } from "./crm.ts";
import { longest } from "./fields.ts";
import type { Rng } from "./rng.ts";
import type { Swarm } from "./swarm.ts";
import type { Tables } from "./tables.ts";
import type { World } from "./world.ts";

/** Where people work: both sides of an organization, and their chance, which is their own. */
export type Office = {
  world: World;
  swarm: Swarm;
  crm: Crm;
  tables: Tables;
  billing: Billing;
  ids: Ids;
  organizationId: OrganizationId;
  chance: Rng;
};

/** A value for a field in the form that both sides keep; now and then none. */
export function written(
  rng: Rng,
  field: string,
  value: string,
  mayBlank: boolean,
  mayBeLong = false,
): string | null {
  if (mayBlank && rng.chance(0.08)) return null;
  if (field === "notes" && mayBeLong && rng.chance(0.1)) return `${field} ${value} ${"x".repeat(longest)}`;
  return field === "email" ? `${value}@example.com` : `${field} ${value}`;
}
