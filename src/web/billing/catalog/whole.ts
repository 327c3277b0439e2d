/** The whole number of a field; not a number where it is none, so that the schema says so. */
export function wholeOf(text: string, empty: number): number {
  if (text.trim() === "") return empty;
  return /^-?\d{1,9}$/.test(text.trim()) ? Number(text) : NaN;
}
