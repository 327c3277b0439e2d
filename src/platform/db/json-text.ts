/**
 * JSON that a jsonb column takes. It holds neither a null character nor half a character, which texts from outside may
 * have; both become the replacement character.
 */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "string" ? part.toWellFormed().replaceAll("\0", "\ufffd") : part,
  );
}
