import { AppError } from "#kernel/errors.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import { checkTax } from "#billing/tax/tax.commands.ts";
import {
  type Addon,
  type AddonChange,
  type AddonDraft,
  addonView,
  changedAddon,
  fixedOfAddon,
  newAddon,
} from "./addon.ts";
import { findAddon, insertAddon, updateAddon } from "./addon.store.ts";
import { deleteUnused, refuseFixed, refuseOlder, refusingTaken, tellOfCatalog } from "./catalog.commands.ts";
import { changesBetween } from "./changes.ts";
import { chosen } from "./link.commands.ts";
import { checkedPrices, type PriceInput } from "./price.commands.ts";
import type { AddonScheme, Price } from "./price.ts";
import { findSales } from "./uses.store.ts";

/** Prices and plans as the API gives them: not checked yet, plans by id or code. */
type Raw = { prices?: readonly PriceInput[] | undefined; plans?: readonly string[] | undefined };

export type NewAddonInput = Omit<AddonDraft, "prices" | "plans" | "status"> &
  Raw & { prices: readonly PriceInput[] };

/** Adds an addon. */
export async function createAddon(tx: Tx, act: Act, given: NewAddonInput): Promise<Addon> {
  const prices = await pricesOf(tx, given.pricing_scheme ?? "unit", given.prices);
  await checkTax(tx, given.tax_id);
  const plans = await plansOf(tx, given.applicable_to ?? "all", given.plans, []);
  const id = act.ids("adn");
  const origin = { organizationId: act.organizationId, id, now: act.now };
  const addon = newAddon({ ...given, prices, plans }, origin);
  await refusingTaken(() => insertAddon(tx, addon));
  await tellOfCatalog(tx, act, { kind: "addon", id, action: "created", name: addon.addon_code });
  return addon;
}

/** The addon of an id or a code; refuses with `addon.not_found`. */
export async function getAddon(tx: Tx, reference: string, options?: { lock: boolean }): Promise<Addon> {
  const addon = await findAddon(tx, reference, options);
  if (addon === undefined) throw new AppError("addon.not_found", { addon: reference });
  return addon;
}

export type AddonEdit = Omit<AddonChange, "prices" | "plans" | "status"> & Raw;

/** Changes the given fields of an addon. Writes nothing when nothing differs. */
export async function editAddon(
  tx: Tx,
  act: Act,
  { addon: reference, version, given }: { addon: string; version?: number | undefined; given: AddonEdit },
): Promise<Addon> {
  const addon = await getAddon(tx, reference, { lock: true });
  refuseOlder(addon, version);
  const { pricing_scheme = addon.pricing_scheme, applicable_to = addon.applicable_to } = given;
  const prices = await pricesOf(tx, pricing_scheme, given.prices ?? addon.prices);
  const plans = await plansOf(tx, applicable_to, given.plans, addon.plans);
  if (given.tax_id !== addon.tax_id) await checkTax(tx, given.tax_id);
  return write(tx, act, addon, { ...given, prices, plans }, "changed");
}

async function pricesOf(tx: Tx, scheme: AddonScheme, given: readonly PriceInput[]): Promise<Price[]> {
  return (await checkedPrices(tx, scheme, given)).map(({ setup_fee: _fee, ...price }) => price);
}

function plansOf(
  tx: Tx,
  applicableTo: Addon["applicable_to"],
  given: readonly string[] | undefined,
  present: Addon["plans"],
): Promise<Addon["plans"]> {
  return chosen(tx, {
    table: "addon_plan",
    field: "plans",
    isSelect: applicableTo === "plans",
    given,
    present,
  });
}

/** Offers an addon, or offers it no more. */
export async function setAddonStatus(
  tx: Tx,
  act: Act,
  reference: string,
  status: Addon["status"],
): Promise<Addon> {
  const addon = await getAddon(tx, reference, { lock: true });
  return write(tx, act, addon, { status }, status === "active" ? "activated" : "inactivated");
}

/** Deletes an addon that was never used. */
export async function deleteAddon(tx: Tx, act: Act, reference: string): Promise<void> {
  const { id, addon_code: name } = await getAddon(tx, reference, { lock: true });
  await deleteUnused(tx, act, { kind: "addon", id, name });
}

async function write(tx: Tx, act: Act, addon: Addon, change: AddonChange, action: string): Promise<Addon> {
  const next = changedAddon(addon, change, act.now);
  const changes = changesBetween(addonView(addon), addonView(next));
  if (changes.length === 0) return addon;
  const item = { kind: "addon", id: addon.id } as const;
  refuseFixed(item, changes, { fixed: fixedOfAddon, sold: await findSales(tx, item) });
  await refusingTaken(() => updateAddon(tx, next));
  await tellOfCatalog(tx, act, { kind: "addon", id: next.id, action, changes, name: next.addon_code });
  return next;
}
