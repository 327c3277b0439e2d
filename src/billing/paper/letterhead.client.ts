import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The template of a file, below what all papers begin with: what a `Letter` says. */
export function onLetterhead(file: string): string {
  const parts = [join(import.meta.dirname, "letterhead.typ"), file];
  return parts.map((part) => readFileSync(part, "utf8")).join("\n");
}
