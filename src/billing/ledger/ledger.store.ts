import { sql } from "kysely";
import type { CustomerId, Id } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import { insertHeld, insertRows } from "#platform/db/held.ts";
import type { Act } from "#billing/act.ts";
import type { Account, Entry, Posting } from "./posting.ts";
import "./ledger.table.ts";

/** What a posting is about. */
export type About = {
  document_id?: string | null;
  payment_id?: Id<"pay"> | null;
  /** The credit note that settles the document. */
  credit_note_id?: Id<"crn"> | null;
  customer_id: CustomerId;
};

/** Writes postings; one without entries (an invoice of nothing) leaves nothing. The database refuses what is not balanced. */
export async function post(tx: Tx, act: Act, postings: readonly Posting[], about: About): Promise<void> {
  const organization_id = act.organizationId;
  const kept = postings
    .filter(({ entries }) => entries.length > 0)
    .map((posting) => ({ ...posting, id: act.ids("pst") }));
  const rows = kept.map(({ id, date, kind, currency }) => ({
    organization_id,
    id,
    date,
    kind,
    document_id: about.document_id ?? null,
    payment_id: about.payment_id ?? null,
    credit_note_id: about.credit_note_id ?? null,
    customer_id: about.customer_id,
    currency_code: currency,
    created_at: act.now,
  }));
  await insertRows(tx, "ledger_posting", rows);
  const entries = kept.flatMap(({ id, entries: own }) =>
    own.map((entry, position) => ({ organization_id, posting_id: id, position, ...entry })),
  );
  await insertRows(tx, "ledger_entry", entries);
}

export type KeptPosting = Posting & {
  id: Id<"pst">;
  document_id: string | null;
  payment_id: Id<"pay"> | null;
  credit_note_id: Id<"crn"> | null;
};

type Column = "document_id" | "payment_id" | "credit_note_id" | "customer_id";

/** What was posted about something that is named in any of these columns, in the order of its posting. */
export async function listPostings(
  tx: Tx,
  value: string,
  columns: readonly [Column, ...Column[]],
): Promise<KeptPosting[]> {
  await insertHeld(tx);
  const rows = await tx
    .selectFrom("ledger_posting as p")
    .innerJoin("ledger_entry as e", (join) =>
      join.onRef("e.organization_id", "=", "p.organization_id").onRef("e.posting_id", "=", "p.id"),
    )
    .select([
      "p.id",
      "p.kind",
      "p.date",
      "p.currency_code",
      "p.document_id",
      "p.payment_id",
      "p.credit_note_id",
    ])
    .select(["e.account", "e.amount", "e.base_amount"])
    .where((row) => row.or(columns.map((column) => row(sql.ref<string>(`p.${column}`), "=", value))))
    .orderBy("p.id")
    .orderBy("e.position")
    .execute();
  const found = new Map<string, KeptPosting>();
  for (const { account, amount, base_amount, currency_code: currency, ...row } of rows) {
    const posting: KeptPosting = found.get(row.id) ?? { ...row, currency, entries: [] };
    const entry: Entry = { account, amount: BigInt(amount), base_amount: BigInt(base_amount) };
    found.set(row.id, { ...posting, entries: [...posting.entries, entry] });
  }
  return [...found.values()];
}

/** The sums of accounts: of a customer, or of all; of all days, or up to one. Minor units; debit is positive. */
export async function sumAccounts(
  tx: Tx,
  { customerId, asOf }: { customerId?: CustomerId | undefined; asOf?: string | undefined } = {},
): Promise<{ account: Account; currency_code: string; amount: bigint; base_amount: bigint }[]> {
  let query = tx
    .selectFrom("ledger_entry as e")
    .innerJoin("ledger_posting as p", (join) =>
      join.onRef("p.organization_id", "=", "e.organization_id").onRef("p.id", "=", "e.posting_id"),
    )
    .select(["e.account", "p.currency_code"])
    .select(sql<string>`sum(e.amount)`.as("amount"))
    .select(sql<string>`sum(e.base_amount)`.as("base_amount"))
    .groupBy(["e.account", "p.currency_code"])
    .orderBy("e.account")
    .orderBy("p.currency_code");
  if (customerId !== undefined) query = query.where("p.customer_id", "=", customerId);
  if (asOf !== undefined) query = query.where("p.date", "<=", asOf);
  const rows = await query.execute();
  return rows.map((row) => ({ ...row, amount: BigInt(row.amount), base_amount: BigInt(row.base_amount) }));
}
