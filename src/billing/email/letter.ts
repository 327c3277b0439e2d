/** A piece of a line: text, or an address of the web that is opened by a click. */
export type Piece = { text: string; href?: string };

const address = /https?:\/\/[^\s<>"'{}]{1,1000}/g;

/** A text as its reader sees it: paragraphs of lines. The HTML part and the preview are made from this. */
export function paragraphsOf(text: string): Piece[][][] {
  return text
    .replaceAll("\r\n", "\n")
    .split(/\n{2,}/)
    .map((paragraph) => paragraph.split("\n").map(piecesOf));
}

function piecesOf(line: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const { 0: found, index } of line.matchAll(address)) {
    // What ends the sentence does not belong to the address.
    const href = found.replace(/[.,;:!?)\]]{1,5}$/, "");
    if (index > at) pieces.push({ text: line.slice(at, index) });
    pieces.push({ text: href, href });
    at = index + href.length;
  }
  if (at < line.length || pieces.length === 0) pieces.push({ text: line.slice(at) });
  return pieces;
}

const style = "font-family:Helvetica,Arial,sans-serif;font-size:15px;line-height:1.5;color:#1a1d21";

/** The HTML part of an e-mail: its text, nothing of which is taken for mark-up. */
export function htmlOf(text: string): string {
  const paragraphs = paragraphsOf(text).map(
    (lines) => `<p>${lines.map((line) => line.map(htmlPiece).join("")).join("<br>")}</p>`,
  );
  return `<!doctype html><html><head><meta charset="utf-8"></head><body style="${style}">${paragraphs.join("\n")}</body></html>`;
}

function htmlPiece({ text, href }: Piece): string {
  return href === undefined ? escaped(text) : `<a href="${escaped(href)}">${escaped(text)}</a>`;
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (letter) => entities[letter] ?? letter);
}
