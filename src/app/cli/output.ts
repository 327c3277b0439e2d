/** What a command has to say: a value for programs, and lines for people. */
export type Answer = {
  json: unknown;
  lines: string[];
  /** Set where the command did its work and the outcome is bad. */ failed?: string;
};

/** Prints an answer: with --json exactly one value, else the lines. */
export function print(answer: Answer, asJson: boolean): void {
  process.stdout.write(
    asJson ? `${JSON.stringify(answer.json)}\n` : answer.lines.map((line) => `${line}\n`).join(""),
  );
}

/** Columns of texts, each as wide as its widest, the last one free. */
export function tableLines(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? "").length)),
  );
  return rows.map((row) =>
    row
      .map((text, column) => (column === row.length - 1 ? text : text.padEnd(widths[column] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
}
