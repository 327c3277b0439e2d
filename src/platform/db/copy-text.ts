/** A value as COPY's text format can carry it. Arrays are text arrays; JSON comes as its text. */
export type CopyValue = string | number | boolean | null | readonly string[];

/**
 * One line of COPY's text format (PostgreSQL manual, COPY, "Text Format"): columns between tabs, `\N` for null,
 * backslash, tab, line feed and carriage return escaped. Text must hold no U+0000, which PostgreSQL cannot store.
 */
export function copyLine(values: readonly CopyValue[]): string {
  let line = "";
  for (let i = 0; i < values.length; i += 1) {
    if (i > 0) line += "\t";
    const value = values[i];
    line += value === null || value === undefined ? "\\N" : copyText(value);
  }
  return `${line}\n`;
}

function copyText(value: Exclude<CopyValue, null>): string {
  if (typeof value === "string") return escape(value);
  return typeof value === "object" ? escape(arrayText(value)) : String(value);
}

const special = /[\\\t\n\r]/;

function escape(text: string): string {
  if (!special.test(text)) return text;
  return text
    .replaceAll("\\", "\\\\")
    .replaceAll("\t", "\\t")
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r");
}

/** A text array's literal; every item is quoted, so that `NULL`, blanks, commas and braces are themselves. */
function arrayText(items: readonly string[]): string {
  return `{${items.map((item) => `"${item.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`).join(",")}}`;
}
