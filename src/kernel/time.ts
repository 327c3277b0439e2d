/** An instant as text that sorts: `2026-03-31T22:00:00.000Z`, always UTC with milliseconds. */
export type Instant = string & { readonly __instant?: never };

/** The port that tells the time; tests and the simulator bring their own. */
export type Clock = { now(): Instant };

/** The instant of a count of milliseconds since 1970. */
export function instantFromMs(ms: number): Instant {
  return new Date(ms).toISOString();
}

/** Milliseconds since 1970. Reads any ISO 8601 instant with a zone; throws on other text: validate it first. */
export function msOf(instant: Instant): number {
  const ms = Date.parse(instant);
  if (Number.isNaN(ms)) throw new Error(`not an instant: ${instant}`);
  return ms;
}

/** The instant so many milliseconds later (or earlier, if negative). */
export function plusMs(instant: Instant, ms: number): Instant {
  return instantFromMs(msOf(instant) + ms);
}

/** The years 1 to 9999 in UTC: what four digits can write, and a database can hold. */
const firstMs = Date.parse("0001-01-01T00:00:00.000Z");
const lastMs = Date.parse("9999-12-31T23:59:59.999Z");

/** Whether a text is an ISO 8601 date-time with a zone, as Zoho CRM writes it: `2026-01-05T10:00:00+01:00`. */
export function isInstant(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:?\d{2})$/.test(text)) return false;
  const ms = Date.parse(text);
  return isDay(text.slice(0, 10)) && ms >= firstMs && ms <= lastMs;
}

/** Whether a text is a calendar day that exists: `2026-02-29` is none, and there was no year 0. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text < "0001") return false;
  const ms = Date.parse(`${text}T00:00:00.000Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
}
