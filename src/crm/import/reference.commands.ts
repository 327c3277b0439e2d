import type { ModuleName } from "#crm/field/field.ts";
import { moduleOf } from "#crm/field/module.ts";
import type { WriteContext } from "#crm/record/event.commands.ts";
import { createRecords } from "#crm/record/write.commands.ts";
import { mayDo } from "#crm/user/permissions.ts";
import type { ImportPlan } from "./import-plan.ts";
import type { ImportRow, NamedReference } from "./import-row.ts";
import { existingIds, type Found, findByName, findUsers, nameKey } from "./lookup.store.ts";
import { type ImportError, quote } from "./row-words.ts";

/** A transaction that imports by a plan. */
export type ImportContext = WriteContext & { plan: ImportPlan };

/** Rows whose references are ids now, errors of the others, and how many records were made to be referred to. */
type Resolved = { ready: ImportRow[]; errors: ImportError[]; created: number };

/** Turns names of accounts, contacts and users into their ids; makes the missing ones where the plan says so. */
export async function resolveReferences(
  context: ImportContext,
  rows: readonly ImportRow[],
): Promise<Resolved> {
  const known = new Map<NamedReference["to"], Found>();
  let created = 0;
  const all = rows.flatMap(({ references }) => references);
  for (const to of new Set(all.map((one) => one.to))) {
    const names = all.filter((one) => one.to === to).map(({ name }) => name);
    const found =
      to === "user"
        ? { ids: await findUsers(context.tx), created: 0 }
        : await findOrCreate(context, to, names);
    known.set(to, found.ids);
    created += found.created;
  }
  const errors: ImportError[] = [];
  const ready: ImportRow[] = [];
  for (const one of rows) {
    const problems = one.references.flatMap((reference) =>
      problemOf(context.plan, one.row, reference, idsOf(known, reference)),
    );
    if (problems.length > 0) errors.push(...problems);
    else
      ready.push({
        ...one,
        input: {
          ...one.input,
          ...Object.fromEntries(
            one.references.map((reference) => [reference.field, { id: idsOf(known, reference)[0] }]),
          ),
        },
      });
  }
  return { ready, errors, created };
}

function idsOf(
  known: ReadonlyMap<NamedReference["to"], Found>,
  { to, name }: NamedReference,
): readonly string[] {
  return known.get(to)?.get(nameKey(name)) ?? [];
}

async function findOrCreate(
  context: ImportContext,
  module: ModuleName,
  names: readonly string[],
): Promise<{ ids: Found; created: number }> {
  const among = { caller: context.caller, module };
  const byName = new Map([
    ...(await existingIds(context.tx, among, names)),
    ...(await findByName(context.tx, among, names)),
  ]);
  // Backwards, so that the first spelling of a name is the one that is kept.
  const missing = new Map(
    names
      .filter((name) => !byName.has(nameKey(name)))
      .toReversed()
      .map((name) => [nameKey(name), name.trim()]),
  );
  if (
    !context.plan.createsMissing ||
    missing.size === 0 ||
    !mayDo(context.caller.permissions, module, "create")
  )
    return { ids: byName, created: 0 };
  const wanted = [...missing].map(([key, name], at) => ({
    key,
    row: { at, input: { [moduleOf(module).nameField]: name } },
  }));
  const outcomes = await createRecords(
    { ...context, module },
    wanted.map(({ row }) => row),
  );
  const made = wanted.flatMap(({ key, row }) => {
    const outcome = outcomes.get(row.at);
    return outcome && "stamps" in outcome ? [[key, [outcome.stamps.id]] as const] : [];
  });
  return { ids: new Map([...byName, ...made]), created: made.length };
}

function problemOf(
  plan: ImportPlan,
  row: number,
  { field, to, name }: NamedReference,
  ids: readonly string[],
): ImportError[] {
  if (ids.length === 1) return [];
  return [
    {
      row,
      field,
      problem:
        to === "user"
          ? userProblem(ids.length)
          : recordProblem(plan, moduleOf(to).singular.toLowerCase(), ids.length),
      value: quote(name),
    },
  ];
}

function userProblem(count: number): string {
  return count > 1
    ? `names ${count} users; write the e-mail address`
    : "names no active user; write the user's e-mail address";
}

function recordProblem({ createsMissing }: ImportPlan, kind: string, count: number): string {
  if (count > 1) return `names ${count} ${kind}s; write the record's id`;
  return createsMissing
    ? `names a ${kind} that could not be created; check the length of the name`
    : `names no ${kind} there is; import it first, or let missing ones be created`;
}
