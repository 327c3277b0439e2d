/** One value that changed, as the API shows it. */
export type Change = { field: string; from: unknown; to: unknown };

/** What a change of something in the catalog writes by itself; nobody needs to be told. */
const kept = new Set(["version", "updated_at"]);

/** What differs between two states of something in the catalog, as the API shows them. */
export function changesBetween(
  from: Readonly<Record<string, unknown>>,
  to: Readonly<Record<string, unknown>>,
): Change[] {
  return Object.keys(to)
    .filter((field) => !kept.has(field) && JSON.stringify(from[field]) !== JSON.stringify(to[field]))
    .map((field) => ({ field, from: from[field], to: to[field] }));
}

/** What was given of a change: without the fields that were not. */
export function definedOf<Values extends object>(
  values: Values,
): {
  [Field in keyof Values]?: Exclude<Values[Field], undefined>;
} {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Values;
}
