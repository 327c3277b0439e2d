import { randomBytes } from "node:crypto";

const letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** So many letters of 62 hold 256 bits. */
const keyLetters = 43;

/** A new API key: a prefix by which scanners of leaked secrets know it, and 256 bits of chance. */
export function newKeyText(): string {
  return `concord_live_${chance(keyLetters)}`;
}

/** A password for a person whom an administrator adds: 20 letters, 119 bits, without those that look alike. */
export function newPassword(): string {
  const text = chance(60).replace(/[0OIl1]/g, "");
  return [0, 5, 10, 15].map((at) => text.slice(at, at + 5)).join("-");
}

/** Letters that are all equally likely: a byte of 248 or more would favour the first ones, so it is drawn again. */
function chance(count: number): string {
  let text = "";
  while (text.length < count) {
    for (const byte of randomBytes(count)) if (byte < 248 && text.length < count) text += letters[byte % 62];
  }
  return text;
}
