import type { Instant } from "#kernel/time.ts";
import { clockDifferenceMs, clockSlackMs } from "#sync/connection/clock-difference.ts";
import { checkSettings, currencyWords, type Sides } from "#sync/connection/check-settings.ts";
import { fitnessOf } from "#sync/connection/fitness.ts";
import type { SyncSettings } from "#sync/connection/settings.api.ts";
import { mapsMoney } from "#sync/mapping/check-mapping.ts";
import { type CrmModule, markerField } from "#sync/mapping/incoming.ts";
import type { Finding } from "./doctor.api.ts";
import { counted, failed, ok, warned } from "./finding.ts";

/** Where a set-up is corrected. */
export function setUp(settings?: Pick<SyncSettings, "module">): { command: string; page: "configure" } {
  return { command: `concord configure --module ${settings?.module ?? "accounts"}`, page: "configure" };
}

/** Base currencies that differ keep money, and both ways, from being synced (F35). */
export function currenciesFinding(
  currencies: Pick<Sides, "crmCurrency" | "billingCurrency">,
  settings: SyncSettings | undefined,
): Finding {
  if (currencies.crmCurrency === currencies.billingCurrency)
    return ok("currencies", `Both sides count in ${currencies.crmCurrency}.`);
  const matters = settings !== undefined && (settings.extent === "two-way" || mapsMoney(settings));
  return (matters ? failed : warned)("currencies", currencyWords(currencies), {
    remedy: "Use a billing organization with the CRM's base currency; else fetch only, and map no money.",
    ...setUp(settings),
  });
}

/** How far the clocks of both servers are apart. */
export function clockFinding(serverTime: Instant | undefined, now: Instant): Finding {
  const seconds = Math.round(clockDifferenceMs(serverTime, now) / 1000);
  return seconds * 1000 <= clockSlackMs
    ? ok("clock", `The clocks of both servers are ${counted(seconds, "second")} apart.`)
    : warned("clock", `The clocks of both servers are ${counted(seconds, "second")} apart.`, {
        remedy: "Set this server's clock by NTP; the sync itself goes by the CRM's clock.",
      });
}

type Limits = { extent_allowed: "two-way" | "one-way"; crm_currency: string };

/** Every row of the mapping that no longer fits the fields of both sides: gone, of another type, hidden, read-only. */
export function mappingFindings(settings: SyncSettings, sides: Sides, limits: Limits): Finding[] {
  const problems = checkSettings(settings, sides, limits.extent_allowed).filter(
    ({ path }) => path !== "extent" && !(path === "mapping" && sides.crmCurrency !== sides.billingCurrency),
  );
  const { stops } = fitnessOf(settings, sides, limits);
  const all = settings.mapping.length + settings.contact_mapping.length;
  if (problems.length === 0) return [ok("mapping", `${counted(all, "pair")} of fields fit both sides.`)];
  const told = stops ? failed : warned;
  return problems.map(({ path, problem }) =>
    told("mapping", `${rowName(settings, path)}: ${problem}.`, {
      remedy: stops ? "No run begins before it is corrected." : "The row is left out until it is corrected.",
      ...setUp(settings),
    }),
  );
}

/** `Phone and phone of the mapping`, from `mapping.2.crm`. */
function rowName(settings: SyncSettings, path: string): string {
  const [list, at] = path.split(".");
  const isPersons = list === "contact_mapping";
  const row = (isPersons ? settings.contact_mapping : settings.mapping)[Number(at)];
  const name = isPersons ? "the mapping of contact persons" : "the mapping";
  return row === undefined ? `In ${name}` : `${row.crm} and ${row.billing} in ${name}`;
}

/** What the marker of a module is in the CRM; undefined where there is none. */
export type Marker = { isUnique: boolean } | undefined;

/** Two-way, a record whose answer was lost is found again by a field of ours, which must be there and unique. */
export function markerFindings(
  markers: ReadonlyMap<CrmModule, Marker>,
  { pushes, has_marker: isMade }: { pushes: boolean; has_marker: boolean },
): Finding[] {
  if (!pushes) return [];
  const bad = [...markers].flatMap(([module, marker]): Finding[] => {
    if (marker?.isUnique) return [];
    if (marker)
      return [
        failed(
          "marker",
          `The field ${markerField} of ${module} is not unique in the CRM, so a record may be made twice.`,
          {
            remedy: "Make it unique in the CRM: allow no duplicate values.",
          },
        ),
      ];
    if (!isMade)
      return [
        ok(
          "marker",
          `${module} have no field ${markerField} yet; the first run that goes to the CRM makes it.`,
        ),
      ];
    return [
      warned(
        "marker",
        `${module} have no field ${markerField} any more, by which a record whose answer is lost is found again.`,
        {
          remedy: "The next run that writes makes it again; nobody needs to delete it.",
          command: "concord sync",
        },
      ),
    ];
  });
  return bad.length > 0 ? bad : [ok("marker", `The field ${markerField} is there, and unique.`)];
}

/** The channel as the CRM knows it; undefined where it knows none. */
export type Channel = { delivery: { state: string; problem: string | null } | undefined };

/** Whether the CRM would really tell of a change now. */
export function channelFinding(channel: Channel | undefined): Finding {
  const remedy = "The schedule goes on meanwhile; pause and resume the connection to open the channel anew.";
  if (!channel)
    return warned("live", "The CRM knows no channel to this server, so changes wait for the schedule.", {
      remedy,
      page: "details",
    });
  const { delivery } = channel;
  if (delivery && delivery.state !== "active")
    return warned("live", `Notices of the CRM do not arrive: ${delivery.problem ?? delivery.state}`, {
      remedy: "Let the CRM reach this server (CONCORD_PUBLIC_URL); the schedule goes on meanwhile.",
      page: "details",
    });
  return ok("live", "Changes of the CRM arrive within seconds.");
}

/** How many of some links the CRM was asked for, and those it does not know. */
export function recordsFinding(asked: number, missing: readonly string[]): Finding {
  if (asked === 0) return ok("records", "No record is linked yet.");
  if (missing.length === 0)
    return ok(
      "records",
      `The CRM knows the records of all of ${counted(asked, "link")} that were looked at.`,
    );
  return warned(
    "records",
    `Of ${counted(asked, "link")} that were looked at the CRM does not know ${counted(missing.length, "record")}: ${missing.slice(0, 5).join(", ")}${missing.length > 5 ? " …" : ""}.`,
    {
      remedy:
        "They were deleted, or the CRM user may not see them. Let a run read everything: it marks what was deleted.",
      command: "concord sync --full",
      page: "history",
    },
  );
}
