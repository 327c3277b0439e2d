import { numberText } from "#billing/document/kind.ts";
import type { NumberSeries } from "#billing/document/number-series.ts";

type Series = Pick<NumberSeries, "kind" | "prefix" | "digits">;

/** A number as it is kept, for what somebody types of it: `42`, `inv 42` and `INV-42` are `INV-000042`. */
export function wholeNumbers(
  text: string,
  series: readonly Series[],
): { kind: Series["kind"]; number: string }[] {
  const [, letters = "", digits = ""] = /^(.*?)(\d{1,12})$/.exec(plain(text)) ?? [];
  if (digits === "") return [];
  return series
    .filter(({ prefix }) => letters === "" || plain(prefix) === letters)
    .map(({ kind, prefix, digits: width }) => ({ kind, number: numberText(prefix, BigInt(digits), width) }));
}

/** What numbers may begin with: as it is typed, and in large letters. */
export function numberBeginnings(text: string): string[] {
  return [...new Set([text, text.toUpperCase()])];
}

function plain(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
}
