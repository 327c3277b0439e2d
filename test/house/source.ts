import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { parseSync } from "vite";

/** The root of the repository. */
export const root = join(import.meta.dirname, "../..");

/** A node of the syntax tree; what it has beside these depends on `type`. */
export type Node = { type: string; start: number; end: number } & Record<string, unknown>;

/** One source file: its path from the root with forward slashes, its text, and its tree. */
export type Source = { path: string; text: string; tree: Node };

/** Paths from the root of all files below a folder, in order; none when there is no such folder. */
export function filesBelow(folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const paths = files.map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join("/"));
  return paths.filter((path) => !path.includes("node_modules/")).toSorted();
}

/** The TypeScript files below a folder, parsed. Throws on one that is no TypeScript. */
export function sourcesBelow(folder: string): Source[] {
  return filesBelow(folder)
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => parse(path, readFileSync(join(root, path), "utf8")));
}

/** Parses one file. */
export function parse(path: string, text: string): Source {
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path} does not parse: ${errors[0]?.message}`);
  return { path, text, tree: program as unknown as Node };
}

/** Visits a node and all below it, with the way that led there, nearest parent first. */
export function walk(node: Node, visit: (node: Node, parents: Node[]) => void, parents: Node[] = []): void {
  visit(node, parents);
  const path = [node, ...parents];
  for (const value of Object.values(node))
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) walk(child, visit, path);
}

/** All nodes that pass. */
export function nodesOf(tree: Node, passes: (node: Node, parents: Node[]) => boolean): Node[] {
  const found: Node[] = [];
  walk(tree, (node, parents) => {
    if (passes(node, parents)) found.push(node);
  });
  return found;
}

/** A field of a node that is a node itself. */
export function child(node: Node | undefined, name: string): Node | undefined {
  const value = node?.[name];
  return isNode(value) ? value : undefined;
}

/** The number of the line, from 1, on which a node begins. */
export function lineOf({ text }: Source, at: number): number {
  return text.slice(0, at).split("\n").length;
}

/** Whether a file is pure by its name: of a product or the kernel, without a role in its name. */
export function isPure(path: string): boolean {
  return /^src\/(kernel|billing|crm|zoho|sync)\//.test(path) && /\/[^/.]+\.ts$/.test(path);
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}
