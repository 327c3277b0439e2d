/**
 * An integer of sixteen digits and more as a value of an object: `"id": 5725767000000649013`. The look-behind keeps
 * off texts that contain JSON: within a text a quote before the colon is escaped.
 */
const longInteger = /(?<=(?<!\\)":\s*)-?\d{16,}(?=\s*[,}\]])/g;

/**
 * Reads JSON. Integers that a double cannot hold become texts, so that an id sent as a number keeps its last digits.
 * Undefined where the text is no JSON, for instance because it was cut off.
 */
export function parseJson(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(/":\s*-?\d{16}/.test(text) ? text.replaceAll(longInteger, keepExact) : text) };
  } catch {
    return undefined;
  }
}

/** The start of a body for the log: what may be a secret, a name or a number of a person is blotted out. */
export function redactedSample(text: string): string {
  return text.slice(0, 200).replaceAll(/[^\s<>/{}[\]":,]{4,}/g, (word) => `${word.slice(0, 2)}…`);
}

function keepExact(digits: string): string {
  return Number.isSafeInteger(Number(digits)) ? digits : `"${digits}"`;
}
