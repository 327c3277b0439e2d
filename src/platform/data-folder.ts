import { accessSync, constants, mkdirSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { AppError } from "#kernel/errors.ts";

/**
 * Makes the data folder where it is missing, for its owner alone, and refuses in one sentence where it cannot be used.
 * Level by level, because Node's recursive mkdir never ends below a file system that refuses folders, such as /proc.
 */
export function prepareDataFolder(dataDir: string): void {
  try {
    makeFolder(resolve(dataDir));
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw Object.assign(
      new AppError("start.folder", { message: `The data folder ${dataDir} ${reasonOf(error)}` }),
      {
        cause: error,
      },
    );
  }
}

function makeFolder(folder: string): void {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found?.isDirectory()) return;
  if (found) throw Object.assign(new Error("not a folder"), { code: "ENOTDIR" });
  makeFolder(dirname(folder));
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // Another start may have made it in the meantime.
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}

function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? "";
  if (code === "ENOTDIR") return "is, or is below, something that is not a folder";
  if (code === "EACCES" || code === "EPERM") return "cannot be read and written by this user";
  if (code === "EROFS") return "is on a disk that is read-only";
  if (code === "ENOSPC" || code === "EDQUOT") return "cannot be made because the disk is full";
  return `cannot be made (${code === "" ? String(error) : code})`;
}
