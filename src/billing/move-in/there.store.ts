import { anyOf } from "#platform/db/any-of.ts";
import type { Tx } from "#platform/db/db.ts";
import { keepUntilEnd, keptIn } from "#platform/db/held.ts";
import { searchKeysOf } from "#billing/customer/search-key.ts";

/** What tells records of a kind from each other beside the ids that they had. */
export type Told = "customer" | "invoice" | "credit_note" | "payment";

/** Finds, for a whole batch at once, which of the names or numbers that it brings are taken already. */
export async function readThereOnce(tx: Tx, of: Told, names: readonly string[]): Promise<void> {
  keepUntilEnd(
    tx,
    keyOf(of),
    new Set(
      await readers[of](
        tx,
        names.map((name) => nameOf(of, name)),
      ),
    ),
  );
}

/** Whether there may be one of a name or number: only where a batch knows that there is none it need not be looked for. */
export function mayBeThere(tx: Tx, of: Told, name: string): boolean {
  return thereIn(tx, of)?.has(nameOf(of, name)) ?? true;
}

/** Notes that there is one now. */
export function noteThere(tx: Tx, of: Told, name: string): void {
  const known = thereIn(tx, of);
  if (known !== undefined) keepUntilEnd(tx, keyOf(of), new Set([...known, nameOf(of, name)]));
}

function thereIn(tx: Tx, of: Told): ReadonlySet<string> | undefined {
  return keptIn(tx, keyOf(of)) as ReadonlySet<string> | undefined;
}

function keyOf(of: Told): string {
  return `there of ${of}s`;
}

/** Names of customers are compared without case and accents. */
function nameOf(of: Told, name: string): string {
  return of === "customer" ? searchKeysOf(name).sort_name : name;
}

const readers: Readonly<Record<Told, (tx: Tx, names: readonly string[]) => Promise<string[]>>> = {
  customer: async (tx, names) => {
    const query = tx.selectFrom("customer").select("sort_name").where("merged_into", "is", null);
    const rows = await query.where("sort_name", "=", anyOf(names)).execute();
    return rows.map(({ sort_name }) => sort_name);
  },
  invoice: (tx, names) => takenNumbers(tx, "invoice", names),
  credit_note: (tx, names) => takenNumbers(tx, "credit_note", names),
  payment: async (tx, names) => {
    const rows = await tx.selectFrom("payment").select("number").where("number", "=", anyOf(names)).execute();
    return rows.map(({ number }) => number);
  },
};

async function takenNumbers(
  tx: Tx,
  kind: "invoice" | "credit_note",
  numbers: readonly string[],
): Promise<string[]> {
  const query = tx.selectFrom("document").select("number").where("kind", "=", kind);
  const rows = await query.where("number", "=", anyOf(numbers)).execute();
  return rows.flatMap(({ number }) => number ?? []);
}
