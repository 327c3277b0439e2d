import { isInstant } from "#kernel/time.ts";
import { showList, showMoment, showValue } from "#web/ui/show.ts";

/** One field that an entry says was changed. */
export type AuditChange = { field: string; from: unknown; to: unknown };

/** `member.role_changed` as `Member: role changed`. */
export function actionWords(action: string): string {
  const [subject = "", ...deed] = action.split(".");
  return deed.length === 0 ? nameWords(subject) : `${nameWords(subject)}: ${plainWords(deed.join(" "))}`;
}

/** `expires_at` as `Expires at`, `api_key` as `API key`. */
export function nameWords(name: string): string {
  const words = plainWords(name);
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

function plainWords(name: string): string {
  return name
    .replaceAll("_", " ")
    .replace(/\b(api|crm|id|url|zsc|csv|oauth)\b/gi, (word) =>
      word.toLowerCase() === "oauth" ? "OAuth" : word.toUpperCase(),
    );
}

/** A plain value of an entry's details, in one line. */
export function valueWords(value: unknown): string {
  return typeof value === "string" && isInstant(value) ? showMoment(value) : showValue(value);
}

/** Whether a value has parts, and is shown as a block of its own. */
export function hasParts(value: unknown): boolean {
  return Array.isArray(value) ? value.some(hasParts) : typeof value === "object" && value !== null;
}

/** What an entry says was changed, field by field. */
export function changesOf(details: Record<string, unknown>): AuditChange[] {
  const { changes } = details;
  return Array.isArray(changes) ? (changes as AuditChange[]) : [];
}

/** The details that are neither a list of changes nor empty. */
export function plainDetails(details: Record<string, unknown>): [name: string, value: unknown][] {
  return Object.entries(details).filter(([name, value]) => name !== "changes" && !isNothing(value));
}

/** The details in one line: `Acme Ltd`, `Phone and Billing city`, `Email: a@example.com, Role: sales`. */
export function detailWords(details: Record<string, unknown>): string {
  const fields = changesOf(details).map(({ field }) => nameWords(field));
  const plain = plainDetails(details)
    .filter(([, value]) => !hasParts(value))
    .map(([name, value]) =>
      name === "note" ? valueWords(value) : `${nameWords(name)}: ${valueWords(value)}`,
    );
  const words = [...plain, ...(fields.length === 0 ? [] : [showList(fields)])];
  return words.length === 0 ? valueWords(null) : words.join(", ");
}

function isNothing(value: unknown): boolean {
  if (value === null || value === undefined || value === "") return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}
