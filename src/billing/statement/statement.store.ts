import { sql } from "kysely";
import type { Day } from "#kernel/calendar.ts";
import type { CustomerId, Id } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import { insertHeld } from "#platform/db/held.ts";
import type { DocumentKind } from "#billing/document/kind.ts";
import { customersAccounts, type Movement, movingKinds } from "./statement.ts";

/** A movement with what it is about; that of a payment that was refunded is the payment. */
export type KeptMovement = Movement & {
  document_id: string | null;
  document_kind: DocumentKind | null;
  payment_id: Id<"pay"> | null;
  number: string | null;
  due_date: Day | null;
  reference_number: string | null;
};

/** What a customer owes and what is owed to it, before a day and at the end of another one. Minor units. */
export type Standing = Record<"before" | "until", { receivable: bigint; credit: bigint }>;

/** How a customer's accounts stand before the first day of a period, and at the end of its last. */
export async function standingOf(tx: Tx, id: CustomerId, from: Day, to: Day): Promise<Standing> {
  await insertHeld(tx);
  const rows = await tx
    .selectFrom("ledger_posting as p")
    .innerJoin("ledger_entry as e", (join) =>
      join.onRef("e.organization_id", "=", "p.organization_id").onRef("e.posting_id", "=", "p.id"),
    )
    .select("e.account")
    .select(sql<string>`coalesce(sum(e.amount) filter (where p.date < ${from}), 0)`.as("before"))
    .select(sql<string>`sum(e.amount)`.as("until"))
    .where("p.customer_id", "=", id)
    .where("p.date", "<=", to)
    .where("e.account", "in", customersAccounts)
    .groupBy("e.account")
    .execute();
  const of = (account: "receivable" | "credit", when: "before" | "until") =>
    BigInt(rows.find((row) => row.account === account)?.[when] ?? 0);
  return {
    before: { receivable: of("receivable", "before"), credit: -of("credit", "before") },
    until: { receivable: of("receivable", "until"), credit: -of("credit", "until") },
  };
}

/** What changed the sum of a customer's accounts in a period, in the order of days, and of posting within one. */
export async function listMovements(tx: Tx, id: CustomerId, from: Day, to: Day): Promise<KeptMovement[]> {
  await insertHeld(tx);
  const rows = await tx
    .selectFrom("ledger_posting as p")
    .innerJoin("ledger_entry as e", (join) =>
      join.onRef("e.organization_id", "=", "p.organization_id").onRef("e.posting_id", "=", "p.id"),
    )
    .leftJoin("document as d", (join) =>
      join.onRef("d.organization_id", "=", "p.organization_id").on(sql<boolean>`d.id = p.document_id`),
    )
    .leftJoin("payment as y", (join) =>
      join.onRef("y.organization_id", "=", "p.organization_id").onRef("y.id", "=", "p.payment_id"),
    )
    .select(["p.id", "p.kind", "p.date", "p.document_id", "p.payment_id"])
    .select(["d.kind as document_kind", "d.due_date"])
    .select(sql<string | null>`coalesce(y.number, d.number)`.as("number"))
    .select(sql<string | null>`coalesce(y.reference_number, d.reference_number)`.as("reference_number"))
    .select(sql<string>`sum(e.amount)`.as("amount"))
    .where("p.customer_id", "=", id)
    .where("p.kind", "in", movingKinds)
    .where("p.date", ">=", from)
    .where("p.date", "<=", to)
    .where("e.account", "in", customersAccounts)
    .groupBy(["p.organization_id", "p.id", "d.organization_id", "d.id", "y.organization_id", "y.id"])
    .having(sql<boolean>`sum(e.amount) <> 0`)
    .orderBy("p.date")
    .orderBy("p.id")
    .execute();
  return rows.map(({ kind, ...row }) => ({
    ...row,
    kind: kind as Movement["kind"],
    amount: BigInt(row.amount),
  }));
}
