import { readFileSync, writeFileSync } from "node:fs";
import { AppError } from "#kernel/errors.ts";
import { readText } from "#kernel/encoding.ts";

/** The text of a file in UTF-8. Refuses with the reason where there is no such file or it is no text. */
export function readTextFile(path: string): string {
  const read = readText(readBytes(path));
  if (read.ok) return read.value;
  throw new AppError("cli.file", {
    message: `${path}: ${read.refusal.problem}`,
    remedy: "Save it as UTF-8 and try again.",
  });
}

/** The JSON of a file. Refuses where it is none; whether it is what was asked for, the server says. */
export function readJsonFile(path: string): unknown {
  const text = readTextFile(path);
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppError("cli.file", { message: `${path} is no JSON: ${reason}` });
  }
}

/** Writes a file that only its owner reads. Refuses with the reason where it cannot be written. */
export function writeOwnFile(path: string, content: string | Uint8Array): void {
  try {
    writeFileSync(path, content, { mode: 0o600 });
  } catch (error) {
    throw new AppError("cli.file", {
      message: `${path} cannot be written: ${error instanceof Error ? error.message : String(error)}`,
      remedy: "Choose a file in a folder that is there and that you may write to.",
    });
  }
}

/** The bytes of a file. Refuses with the reason where it cannot be read. */
export function readBytes(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    const reason = isMissing
      ? "there is no such file"
      : error instanceof Error
        ? error.message
        : String(error);
    throw new AppError("cli.file", { message: `${path} cannot be read: ${reason}` });
  }
}
