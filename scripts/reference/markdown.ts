/** The first lines of a generated page: its title, and where to change what it says. */
export function pageHead(title: string, source: string): string {
  return `# ${title}\n\nPrinted by \`npm run reference\` from ${source}; change it there.\n`;
}

/** A table; a bar or a line break inside a cell is written so that it stays inside. */
export function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cellText).join(" | ")} |`;
  return [line(titles), line(titles.map(() => "---")), ...rows.map(line)].join("\n");
}

/** Text as code. */
export function code(text: string): string {
  return `\`${text}\``;
}

function cellText(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll(/\s*\n\s*/g, " ");
}
