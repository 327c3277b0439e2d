/** Something with the tax that it would bear: without it where the customer bears none, for a reason. */
export function taxBorne<Line extends { tax?: unknown }>(
  line: Line,
  reason: string | null | undefined,
): Line {
  return reason == null ? line : { ...line, tax: undefined };
}
