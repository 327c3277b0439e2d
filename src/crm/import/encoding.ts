import { accept, refuse, type Result } from "#kernel/result.ts";

/** Why bytes are no text that can be imported: what they are, and where it shows (bytes from the beginning, from 0). */
export type EncodingProblem = { offset: number; problem: string };

/** The text of a file in UTF-8, with or without a byte order mark. */
export function readText(bytes: Uint8Array): Result<string, EncodingProblem> {
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (isUtf16) return refuse({ offset: 0, problem: "The file is UTF-16, not UTF-8" });
  const nul = bytes.indexOf(0);
  if (nul >= 0) return refuse({ offset: nul, problem: `The file holds a NUL byte at byte ${nul}` });
  try {
    return accept(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
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
