/**
 * A number of sixteen digits and more as a value of an object: `"id": 5725767000000649013`. The look-behind keeps off
 * texts that contain JSON: within a text a quote before the colon is escaped.
 */
const longNumber = /(?<=(?<!\\)":\s*)(?=-?[\d.]{16})-?\d+(?:\.\d+)?(?=\s*[,}\]])/g;

/**
 * Reads JSON. Numbers that a double cannot hold become texts, so that an id sent as a number keeps its last digits, and
 * an amount its cents. Undefined where the text is no JSON, for instance because it was cut off.
 */
export function parseJson(text: string): { value: unknown } | undefined {
  try {
    return {
      value: JSON.parse(/":\s*-?\d[\d.]{15}/.test(text) ? text.replaceAll(longNumber, keepExact) : text),
    };
  } catch {
    return undefined;
  }
}

/** The start of a body for the log: what may be a secret, a name or a number of a person is blotted out. */
export function redactedSample(text: string): string {
  return text.slice(0, 200).replaceAll(/[^\s<>/{}[\]":,]{4,}/g, (word) => `${word.slice(0, 2)}…`);
}

function keepExact(number: string): string {
  return isExact(number) ? number : `"${number}"`;
}

/** Whether a double holds a number that is written like this: fifteen digits always fit, more if they come back as they were. */
export function isExact(number: string): boolean {
  const value = Number(number);
  const digits = number.replaceAll(/\D/g, "").replace(/^0+/, "");
  return (
    digits.length <= 15 || Number.isSafeInteger(value) || (number.includes(".") && String(value) === number)
  );
}
