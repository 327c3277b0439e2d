import type { z } from "zod";
import { AppError } from "#kernel/errors.ts";
import type { configureOptions } from "#sync/connection/connection.api.ts";
import type { ModuleChoice, SyncSettings } from "#sync/connection/settings.api.ts";
import { type MappingFlags, withFlags } from "./mapping-flags.ts";

export type Offer = z.output<(typeof configureOptions)["reply"]>;

/** The flags of `concord configure`. */
export type ConfigureOptions = {
  module: ModuleChoice;
  extent?: SyncSettings["extent"];
  duplicates?: SyncSettings["duplicates"];
  conflicts?: SyncSettings["conflicts"];
  view?: string;
  contactView?: string;
  matchKeys?: string;
  includeUnassociated?: boolean;
} & MappingFlags & { [Flag in keyof MappingFlags as `contact${Capitalize<Flag>}`]: MappingFlags[Flag] };

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
  const from = startOf(flags, offer, present);
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
    mapping: withFlags(from.mapping, flags, "--", offer.crm_fields),
    contact_mapping: withFlags(
      from.contact_mapping,
      {
        map: flags.contactMap,
        unmap: flags.contactUnmap,
        acceptLoss: flags.contactAcceptLoss,
        blankErases: flags.contactBlankErases,
        blankKeeps: flags.contactBlankKeeps,
      },
      "--contact-",
      offer.contact_fields,
    ),
  };
}

/** What the flags change: what is configured now for the module, else the defaults offered. */
export function startOf(
  flags: Pick<ConfigureOptions, "module">,
  offer: Offer,
  present: SyncSettings | null,
): Offer["defaults"] {
  return present?.module === flags.module ? present : offer.defaults;
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
