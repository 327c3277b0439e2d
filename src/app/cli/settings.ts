import type { z } from "zod";
import { AppError } from "#kernel/errors.ts";
import type { configureOptions } from "#sync/connection/connection.api.ts";
import type { MappingRow, ModuleChoice, SyncSettings } from "#sync/connection/settings.api.ts";

export type Offer = z.output<(typeof configureOptions)["reply"]>;

/** The flags of `concord configure`. */
export type ConfigureOptions = {
  module: ModuleChoice;
  extent?: SyncSettings["extent"];
  duplicates?: SyncSettings["duplicates"];
  conflicts?: SyncSettings["conflicts"];
  view?: string;
  contactView?: string;
  map?: string[];
  contactMap?: string[];
  unmap?: string[];
  contactUnmap?: string[];
  acceptLoss?: string[];
  contactAcceptLoss?: string[];
  matchKeys?: string;
  includeUnassociated?: boolean;
};

/** As the endpoint takes them. */
type GivenSettings = z.input<typeof SyncSettings>;
type View = Offer["views"][number];

/** A whole configuration: what the flags say, and for the rest what is configured now or, else, the defaults offered. */
export function settingsFrom(
  flags: ConfigureOptions,
  offer: Offer,
  present: SyncSettings | null,
): GivenSettings {
  const base = present?.module === flags.module ? present : undefined;
  const from = base ?? offer.defaults;
  const isWithContacts = flags.module === "accounts-and-contacts";
  return {
    ...from,
    module: flags.module,
    include_unassociated: flags.includeUnassociated ?? from.include_unassociated,
    extent: flags.extent ?? from.extent,
    duplicates: flags.duplicates ?? from.duplicates,
    conflicts: flags.conflicts ?? from.conflicts,
    match_keys:
      flags.matchKeys === undefined
        ? from.match_keys
        : (flags.matchKeys.split(",").map((key) => key.trim()) as SyncSettings["match_keys"]),
    view: chooseView("--view", flags.view, offer.views, base?.view),
    contact_view: isWithContacts
      ? chooseView("--contact-view", flags.contactView, offer.contact_views, base?.contact_view ?? undefined)
      : null,
    mapping: withAccepted(
      withPairs(withoutFields(from.mapping, flags.unmap ?? [], "--unmap"), flags.map ?? [], "--map"),
      flags.acceptLoss ?? [],
      "--accept-loss",
    ),
    contact_mapping: withAccepted(
      withPairs(
        withoutFields(from.contact_mapping, flags.contactUnmap ?? [], "--contact-unmap"),
        flags.contactMap ?? [],
        "--contact-map",
      ),
      flags.contactAcceptLoss ?? [],
      "--contact-accept-loss",
    ),
  };
}

/** A view by name or id. Where none is named: the present one, else the one that shows all records. */
function chooseView(
  flag: string,
  wanted: string | undefined,
  views: readonly View[],
  present: SyncSettings["view"] | undefined,
): { id: string; name: string } {
  if (wanted === undefined && present) return { id: present.id, name: present.name };
  const isWanted = ({ id, name }: View): boolean =>
    wanted === undefined
      ? name.startsWith("All ")
      : id === wanted || name.toLowerCase() === wanted.toLowerCase();
  const [only, another] = views.filter(isWanted);
  if (only && !another) return { id: only.id, name: only.name };
  const names = views.map(({ id, name }) => `${name} (${id})`).join(", ");
  const message = another
    ? `Several views are called ${wanted ?? "All"}`
    : `The CRM has no view called ${wanted ?? "All"}`;
  throw new AppError("settings.view_unknown", { message, remedy: `Name one with ${flag}: ${names}` });
}

/** The mapping without the rows of these fields, each called as either side calls it. */
function withoutFields(rows: readonly MappingRow[], fields: readonly string[], flag: string): MappingRow[] {
  refuseUnmapped(rows, fields, flag);
  return rows.filter((row) => !fields.some((field) => isOf(row, field)));
}

/** The mapping whose rows of these fields may go both ways although some of their values cannot. */
function withAccepted(rows: readonly MappingRow[], fields: readonly string[], flag: string): MappingRow[] {
  refuseUnmapped(rows, fields, flag);
  return rows.map((row) => (fields.some((field) => isOf(row, field)) ? { ...row, accepts_loss: true } : row));
}

function refuseUnmapped(rows: readonly MappingRow[], fields: readonly string[], flag: string): void {
  const unknown = fields.find((field) => !rows.some((row) => isOf(row, field)));
  if (unknown !== undefined)
    throw new AppError("cli.usage", {
      message: `${flag} ${unknown} is not mapped`,
      remedy: `Name one of the mapped fields: ${rows.map(({ crm, billing }) => `${crm}=${billing}`).join(", ")}.`,
    });
}

function isOf({ crm, billing }: MappingRow, field: string): boolean {
  return crm === field || billing === field;
}

/** The mapping with `CRM_Field=billing_field` pairs put in: a pair replaces the row that writes the same billing field. */
function withPairs(rows: readonly MappingRow[], pairs: readonly string[], flag: string): MappingRow[] {
  return pairs.reduce<MappingRow[]>(
    (mapping, pair) => {
      const [, crm, billing] = /^([^=]+)=([^=]+)$/.exec(pair) ?? [];
      if (crm === undefined || billing === undefined)
        throw new AppError("cli.usage", {
          message: `${flag} ${pair} is not a pair of fields`,
          remedy: "Write it as CRM_Field=billing_field",
        });
      const row: MappingRow = {
        crm: crm.trim(),
        billing: billing.trim(),
        direction: "to_billing",
        blank_erases: false,
      };
      const at = mapping.findIndex((one) => one.billing === row.billing);
      return at === -1 ? [...mapping, row] : mapping.with(at, row);
    },
    [...rows],
  );
}
