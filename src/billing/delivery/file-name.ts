import type { Paper } from "#billing/paper/paper.ts";

/** What the file of a document is called: by its number, or what kind of draft it is. */
export function fileName({ number, title }: Pick<Paper, "number" | "title">): string {
  const name = number ?? `${title} draft`;
  // A number's prefix may hold what no file name may.
  return `${name.replaceAll(/[\\/:*?"<>|\p{Cc}]+/gu, "-").slice(0, 100)}.pdf`;
}

/** The header that makes a browser keep an answer under a name (RFC 6266): in plain letters, and in full. */
export function contentDisposition(name: string): string {
  const plain = name.replaceAll(/[^\x20-\x7e]|["\\%]/g, "_");
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name).replaceAll("'", "%27")}`;
}
