import { readText } from "#kernel/encoding.ts";
import { AppError } from "#kernel/errors.ts";

/** The text of a file that was sent. Refuses with the place of the first byte that does not fit. */
export function decodeCsv(bytes: Uint8Array): string {
  const read = readText(bytes);
  if (read.ok) return read.value;
  const { offset, problem } = read.refusal;
  throw new AppError("import.encoding", { message: problem, byte_offset: offset });
}
