import type { Selectable } from "kysely";
import type { OrganizationId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import type { AddonView } from "./addon.api.ts";
import { catalogKey } from "./catalog-key.ts";
import type { AddonId, AddonRow, Linked } from "./catalog.table.ts";
import { definedOf } from "./changes.ts";
import type { Price } from "./price.ts";

/** An addon as it is stored, with its price in each currency and the plans that it is for; no plans is all. */
export type Addon = Selectable<AddonRow> & { prices: Price[]; plans: readonly Linked[] };

type Kept =
  | "organization_id"
  | "id"
  | "code_key"
  | "sort_name"
  | "status"
  | "version"
  | "created_at"
  | "updated_at";

/** What a user may write of an addon. */
export type AddonValues = Omit<Addon, Kept>;

/** What a change may write. */
export type AddonChange = {
  [Field in keyof (AddonValues & Pick<Addon, "status">)]?: Addon[Field] | undefined;
};

/** The least that makes an addon. */
export type AddonDraft = Pick<AddonValues, "addon_code" | "name" | "prices" | "plans"> & AddonChange;

/** How an addon is billed: fixed once one was sold. */
export const fixedOfAddon = ["type", "pricing_scheme"];

const defaults = {
  description: null,
  type: "recurring",
  pricing_scheme: "unit",
  unit_name: null,
  tax_id: null,
  applicable_to: "all",
  status: "active",
} as const;

/** A new addon, active; billed with each term, by the unit and for all plans unless the draft says otherwise. */
export function newAddon(
  draft: AddonDraft,
  { organizationId, id, now }: { organizationId: OrganizationId; id: AddonId; now: Instant },
): Addon {
  const values = { ...defaults, ...definedOf(draft) } as AddonValues & Pick<Addon, "status">;
  const row = {
    ...values,
    organization_id: organizationId,
    id,
    version: 1,
    created_at: now,
    updated_at: now,
  };
  return withKeys(row);
}

/** The addon after a change, one version further. */
export function changedAddon(addon: Addon, change: AddonChange, now: Instant): Addon {
  return withKeys({ ...addon, ...definedOf(change), version: addon.version + 1, updated_at: now });
}

function withKeys(addon: Omit<Addon, "code_key" | "sort_name">): Addon {
  return { ...addon, code_key: catalogKey(addon.addon_code), sort_name: catalogKey(addon.name) };
}

/** An addon as the API shows it. */
export function addonView(addon: Addon): AddonView {
  const { organization_id: _organization, code_key: _code, sort_name: _name, plans, ...shown } = addon;
  return { ...shown, plans: plans.map(planOf) };
}

/** A named plan as the API shows it. */
export function planOf({ id, code, name }: Linked): { id: string; plan_code: string; name: string } {
  return { id, plan_code: code, name };
}
