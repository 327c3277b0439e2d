import { readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");
const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  scripts: { start: string };
};

/** What `npm start` gives Node before the program: a process without it would not be the one that runs. */
export const startFlags = scripts.start.split(" ").filter((word) => word.startsWith("--"));
