/** The tables of a Markdown page, each as its rows by column title. Backquotes around a cell are taken away. */
export function tablesOf(page: string): Record<string, string>[][] {
  const blocks = page
    .split(/\n(?!\|)/)
    .map((block) => block.split("\n").filter((line) => line.startsWith("|")));
  return blocks.flatMap(([head, rule, ...rows]) => {
    if (head === undefined || rule === undefined) return [];
    const titles = cellsOf(head);
    return [
      rows.map((row) => Object.fromEntries(cellsOf(row).map((cell, at) => [titles[at] ?? String(at), cell]))),
    ];
  });
}

function cellsOf(line: string): string[] {
  return line
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim().replace(/^`(.*)`$/, "$1"));
}
