/** `member.role_changed` as `Member: role changed`. */
export function actionWords(action: string): string {
  const [subject = "", ...deed] = action.split(".");
  return deed.length === 0
    ? nameWords(subject)
    : `${nameWords(subject)}: ${deed.join(" ").replaceAll("_", " ")}`;
}

/** `expires_at` as `Expires at`, `api_key` as `API key`. */
export function nameWords(name: string): string {
  const words = name.replaceAll("_", " ").replace(/\b(api|crm|id|url)\b/g, (word) => word.toUpperCase());
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

/** A value of an entry's details in one line. */
export function valueWords(value: unknown): string {
  if (value === null || value === undefined || value === "") return "–";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** The details in one line: `email: a@example.com, role: sales`. */
export function detailWords(details: Record<string, unknown>): string {
  const known = Object.entries(details)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${nameWords(name)}: ${valueWords(value)}`);
  return known.length === 0 ? valueWords(null) : known.join(", ");
}
