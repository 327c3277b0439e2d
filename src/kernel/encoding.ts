import { accept, refuse, type Result } from "./result.ts";

/** Why bytes are no text that can be imported: what they are, and where it shows (bytes from the beginning, from 0). */
export type EncodingProblem = { offset: number; problem: string };

/**
 * The text of a file: UTF-8, or UTF-16 where its mark says so. Anything else is refused with the place of the first
 * byte that does not fit, because a guess would spoil names silently. The mark is not part of the text.
 */
export function readText(bytes: Uint8Array): Result<string, EncodingProblem> {
  const utf16 =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? "utf-16le"
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? "utf-16be"
        : undefined;
  try {
    const text = new TextDecoder(utf16 ?? "utf-8", { fatal: true }).decode(bytes);
    const nul = text.indexOf("\u0000");
    return nul < 0
      ? accept(text)
      : refuse({ offset: bytes.indexOf(0), problem: "The file holds a NUL character; remove it" });
  } catch {
    if (utf16) return refuse({ offset: 0, problem: "The file is marked as UTF-16 and is none" });
    const offset = firstInvalid(bytes);
    return refuse({
      offset,
      problem: `The file is not UTF-8 (byte ${offset} is ${hex(bytes[offset] ?? 0)})`,
    });
  }
}

/** Where the first sequence that is not UTF-8 begins: valid text decodes to as many bytes as it came from. */
function firstInvalid(bytes: Uint8Array): number {
  const text = new TextDecoder("utf-8").decode(bytes);
  const encoder = new TextEncoder();
  // A byte order mark is not part of the text.
  let offset = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  for (let at = text.indexOf("\uFFFD"), from = 0; at >= 0; from = at + 1, at = text.indexOf("\uFFFD", from)) {
    offset += encoder.encode(text.slice(from, at)).length;
    // The character itself may stand in a file, as the bytes EF BF BD.
    if (bytes[offset] !== 0xef || bytes[offset + 1] !== 0xbf || bytes[offset + 2] !== 0xbd) return offset;
    offset += 3;
  }
  return offset;
}

function hex(byte: number): string {
  return `0x${byte.toString(16).padStart(2, "0").toUpperCase()}`;
}
