import { showNumber } from "./show.ts";

/** The text of a file and the encoding it was read in, or why it is no text. */
export type CsvText = { text: string; encoding: "UTF-8" | "UTF-16" | "Windows-1252" } | { problem: string };

/** UTF-8, else what spreadsheets on Windows write: UTF-16 with its mark, or Windows-1252. */
export function readBytes(name: string, bytes: Uint8Array): CsvText {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe)
    return { text: new TextDecoder("utf-16le").decode(bytes), encoding: "UTF-16" };
  if (first === 0xfe && second === 0xff)
    return { text: new TextDecoder("utf-16be").decode(bytes), encoding: "UTF-16" };
  const nul = bytes.indexOf(0);
  if (nul >= 0)
    return {
      problem: `${name} is not a text file: byte ${showNumber(nul + 1)} is NUL. Export the sheet as CSV in UTF-8 and choose that.`,
    };
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), encoding: "UTF-8" };
  } catch {
    // Every byte means something in Windows-1252, so the reader is told how the file was read.
    return { text: new TextDecoder("windows-1252").decode(bytes), encoding: "Windows-1252" };
  }
}
