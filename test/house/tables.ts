import { child, nodesOf, type Node, type Source } from "./source.ts";

/** A table as its row type declares it: each column and whether it may be null. */
export type DeclaredTable = { name: string; path: string; columns: Map<string, { nullable: boolean }> };

/** Type names that wrap the type which is read from the database as their first argument (Kysely). */
const wrappers = ["ColumnType", "Generated", "GeneratedAlways", "JSONColumnType"];

/**
 * The tables that `*.table.ts` files declare: the members of `interface Tables` in `declare module`, each naming a
 * row type of some of the files. Throws where a declaration is of a form it can't read, for what isn't read isn't checked.
 */
export function declaredTables(sources: Source[]): DeclaredTable[] {
  const types = new Map<string, Node>();
  for (const source of sources)
    for (const alias of nodesOf(source.tree, ({ type }) => type === "TSTypeAliasDeclaration")) {
      const type = child(alias, "typeAnnotation");
      if (type) types.set(nameOf(child(alias, "id")), type);
    }
  return sources.flatMap(({ path, tree }) =>
    nodesOf(tree, ({ type }) => type === "TSInterfaceDeclaration")
      .filter((node) => nameOf(child(node, "id")) === "Tables")
      .flatMap((node) => membersOf(child(node, "body"), path))
      .map(({ name, type }) => ({ name, path, columns: columnsOf(type, types, path) })),
  );
}

function columnsOf(type: Node, types: Map<string, Node>, path: string): DeclaredTable["columns"] {
  if (type.type === "TSIntersectionType") {
    const parts = type["types"] as Node[];
    return new Map(parts.flatMap((part) => [...columnsOf(part, types, path)]));
  }
  if (type.type === "TSTypeReference") {
    const named = types.get(referenceOf(type));
    if (!named) throw new Error(`${path}: the row type ${referenceOf(type)} is not declared in a *.table.ts`);
    return columnsOf(named, types, path);
  }
  if (type.type !== "TSTypeLiteral")
    throw new Error(`${path}: a row type of the form ${type.type} can't be read`);
  return new Map(
    membersOf(type, path).map(({ name, type: column }) => [name, { nullable: isNullable(column, types) }]),
  );
}

function membersOf(body: Node | undefined, path: string): { name: string; type: Node }[] {
  const members = (body?.["members"] ?? body?.["body"] ?? []) as Node[];
  return members.map((member) => {
    const key = child(member, "key");
    const type = child(child(member, "typeAnnotation"), "typeAnnotation");
    const name = nameOf(key) || textOf(key?.["value"]);
    if (member.type !== "TSPropertySignature" || !type || name === "")
      throw new Error(`${path}: a member of the form ${member.type} can't be read`);
    if (member["optional"] === true)
      throw new Error(`${path}: ${name} is optional; a column is there or null`);
    return { name, type };
  });
}

function isNullable(type: Node, types: Map<string, Node>): boolean {
  if (type.type === "TSNullKeyword") return true;
  if (type.type === "TSUnionType") return (type["types"] as Node[]).some((part) => isNullable(part, types));
  if (type.type !== "TSTypeReference") return false;
  const [first] = (child(type, "typeArguments")?.["params"] ?? []) as Node[];
  if (first && wrappers.includes(referenceOf(type))) return isNullable(first, types);
  const named = types.get(referenceOf(type));
  return named !== undefined && isNullable(named, types);
}

/** The name of a referred type without the module it may come from: `Generated` of `kysely.Generated`. */
function referenceOf(type: Node): string {
  const name = child(type, "typeName");
  return name?.type === "TSQualifiedName" ? nameOf(child(name, "right")) : nameOf(name);
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function nameOf(node: Node | undefined): string {
  return textOf(node?.["name"]);
}
