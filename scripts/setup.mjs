// Brings a clone into the state that `npm start` ("run") or `npm test` ("test") needs: packages and the built web app.
// Runs before anything is installed and on any Node from 20 on: plain JavaScript, built-in modules only.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const modules = join(root, "node_modules");
const installStamp = join(modules, ".concord-setup.json");
const webStamp = join(root, "dist", "web.json");
const system = process.platform === "win32" ? "win" : process.platform;
const pinnedNode = join(
  modules,
  `node-${system}-${process.arch}`,
  "bin",
  system === "win" ? "node.exe" : "node",
);
const ownMajor = Number(process.versions.node.split(".")[0]);
/** The platforms for which npm has the Node that package.json pins. */
const pinnedPlatforms = ["linux-x64", "linux-arm64", "win-x64"];

await main(process.argv[2] === "test" ? "test" : "run");

async function main(mode) {
  if (ownMajor < 20)
    fail(
      `Node ${process.versions.node} is too old to begin with; install Node 24 from nodejs.org and try again.`,
    );
  if (!pinnedPlatforms.includes(`${system}-${process.arch}`) && ownMajor < 24) fail(needsNode());
  const lock = hashOf(["package-lock.json"]);
  // Where tests were installed once they are installed again, rather than taken away by the next start.
  const wanted = readStamp(installStamp)?.mode === "test" ? "test" : mode;
  if (!isInstalled(lock, wanted)) await install(lock, wanted);
  checkNode();
  await buildWeb();
}

/** Whether node_modules is what the lock file says. Packages for tests do no harm when none are asked for. */
function isInstalled(lock, mode) {
  // Linked packages are installed where the link leads: npm ci would empty that place for everybody who uses it.
  if (lstatSync(modules, { throwIfNoEntry: false })?.isSymbolicLink()) return true;
  try {
    const stamp = JSON.parse(readFileSync(installStamp, "utf8"));
    return stamp.lock === lock && (stamp.mode === "test" || stamp.mode === mode);
  } catch {
    // Somebody may have run npm themselves: then npm's own list tells.
    if (!fitsLock()) return false;
    writeFileSync(installStamp, JSON.stringify({ lock, mode: "test" }));
    return true;
  }
}

function fitsLock() {
  try {
    const wanted = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
    const present = JSON.parse(readFileSync(join(modules, ".package-lock.json"), "utf8")).packages;
    // Optional packages are for other platforms, more often than not.
    const isSame = (path) =>
      present[path]?.version === wanted[path].version || (!present[path] && wanted[path].optional);
    return (
      Object.keys(wanted).every((path) => path === "" || isSame(path)) &&
      Object.keys(present).every((path) => wanted[path])
    );
  } catch {
    return false;
  }
}

/** npm takes all packages away before it puts them there, the database that a server runs on among them. */
function refuseWhileRunning() {
  if (!existsSync(modules)) return;
  try {
    const data = process.env["CONCORD_DATA"] || join(root, ".concord");
    const { pid } = JSON.parse(readFileSync(join(data, "concord.lock"), "utf8"));
    process.kill(pid, 0);
    // Another process may have its number by now; where the system tells, its command line says what it is.
    if (
      process.platform === "linux" &&
      !readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("src/app/main.ts")
    )
      return;
    fail(
      `Concord is running on these packages (process ${pid}), and they are to be installed anew; stop it and try again.`,
    );
  } catch {
    // No server, or one that is gone.
  }
}

async function install(lock, mode) {
  refuseWhileRunning();
  // No package may run a script of its own on this machine; none of ours needs to.
  const args = ["ci", "--ignore-scripts", mode === "test" ? "--include=dev" : "--omit=dev"];
  // Within `npm start` the same npm is asked, run by the same Node; else the one in PATH.
  const { npm_execpath: npm, npm_node_execpath: node } = process.env;
  const isNpm = npm !== undefined && /npm-cli\.[cm]?js$/.test(npm);
  const [file, before] = isNpm ? [node ?? process.execPath, [npm]] : ["npm", []];
  await runQuietly(
    "Installing packages",
    file,
    [...before, ...args],
    "check the connection to the npm registry and try again",
  );
  writeFileSync(installStamp, JSON.stringify({ lock, mode }));
}

/** The steps after this one find node_modules/.bin/node first; it has to be there and to run, or not to be in the way. */
function checkNode() {
  const runs =
    existsSync(pinnedNode) && spawnSync(pinnedNode, ["--version"], { stdio: "ignore" }).status === 0;
  if (runs) return;
  if (ownMajor < 24) fail(needsNode());
  for (const name of ["node", "node.cmd", "node.ps1"]) rmSync(join(modules, ".bin", name), { force: true });
}

function needsNode() {
  return `Concord needs Node 24 and npm has none for ${system}-${process.arch}; install Node 24 from nodejs.org and try again.`;
}

async function buildWeb() {
  if (!existsSync(join(root, "src/web/vite.config.ts"))) return;
  const hash = hashOf(["package-lock.json", ...webSources()]);
  const target = join(root, "dist", "web");
  if (existsSync(join(target, "index.html")) && readStamp(webStamp)?.hash === hash) return;
  const fresh = join(root, "dist", `web.new-${process.pid}`);
  const old = join(root, "dist", `web.old-${process.pid}`);
  mkdirSync(join(root, "dist"), { recursive: true });
  for (const name of readdirSync(join(root, "dist")))
    if (/^web\.(new|old)-/.test(name)) rmSync(join(root, "dist", name), { recursive: true, force: true });
  const args = [
    join(modules, "vite/bin/vite.js"),
    "build",
    join(root, "src/web"),
    "--outDir",
    fresh,
    "--emptyOutDir",
  ];
  const node = existsSync(pinnedNode) ? pinnedNode : process.execPath;
  await runQuietly("Building the web app", node, args, "this is a fault in src/web");
  // What is served changes in one step, so that a build that was killed leaves no half.
  if (existsSync(target)) renameSync(target, old);
  renameSync(fresh, target);
  writeFileSync(webStamp, JSON.stringify({ hash }));
  rmSync(old, { recursive: true, force: true });
}

function webSources() {
  const all = filesBelow(join(root, "src")).map((path) => relative(root, path).split(sep).join("/"));
  return all.filter((path) => /^src\/(web|kernel|platform\/http)\//.test(path) || path.endsWith(".api.ts"));
}

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

function hashOf(paths) {
  const hash = createHash("sha256");
  for (const path of paths.toSorted((one, other) => (one < other ? -1 : 1)))
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update("\0");
  return hash.digest("hex");
}

function readStamp(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}

/** Runs a program with one line of progress; what it prints is shown only when it fails, and then kept in setup.log. */
async function runQuietly(title, file, args, remedy) {
  const logPath = join(root, "setup.log");
  const log = openSync(logPath, "w");
  const begun = Date.now();
  const seconds = () => Math.round((Date.now() - begun) / 1000);
  const isTerminal = process.stdout.isTTY;
  const tell = () =>
    process.stdout.write(isTerminal ? `\r${title} … ${seconds()} s ` : `${title} … ${seconds()} s\n`);
  tell();
  const timer = setInterval(tell, isTerminal ? 1_000 : 10_000);
  const shell = process.platform === "win32" && file === "npm";
  const child = spawn(file, args, { cwd: root, stdio: ["ignore", log, log], shell });
  const code = await new Promise((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("close", (status, signal) => resolve(status ?? signal));
  });
  clearInterval(timer);
  closeSync(log);
  if (isTerminal) process.stdout.write("\r");
  if (code !== 0) {
    const lines = readFileSync(logPath, "utf8").trimEnd().split("\n").slice(-15);
    process.stderr.write(`${lines.map((line) => `  ${line}`).join("\n")}\n`);
    fail(`${title} failed (${code}) after ${seconds()} s; ${remedy}. All that was printed is in setup.log.`);
  }
  process.stdout.write(`${title}: done in ${seconds()} s\n`);
  rmSync(logPath, { force: true });
}

function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
