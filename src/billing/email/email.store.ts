import { type Insertable, sql } from "kysely";
import type { CustomerId, OrganizationId, PaymentId } from "#kernel/id.ts";
import { type Keyset, type Page, pageOf } from "#kernel/page.ts";
import type { Instant } from "#kernel/time.ts";
import type { Db, Tx } from "#platform/db/db.ts";
import type { Email, EmailAttachmentRow, EmailId, EmailRow, NamedEmail } from "./email.table.ts";

function named(tx: Tx) {
  return tx
    .selectFrom("email")
    .leftJoin("document", (join) =>
      join
        .onRef("document.organization_id", "=", "email.organization_id")
        .onRef("document.id", "=", "email.document_id"),
    )
    .leftJoin("payment", (join) =>
      join
        .onRef("payment.organization_id", "=", "email.organization_id")
        .onRef("payment.id", "=", "email.payment_id"),
    )
    .leftJoin("customer", (join) =>
      join
        .onRef("customer.organization_id", "=", "email.organization_id")
        .on("customer.id", "=", sql<CustomerId>`coalesce(document.customer_id, payment.customer_id)`),
    )
    .selectAll("email")
    .select([
      "document.kind as document_kind",
      "document.number as document_number",
      "payment.number as payment_number",
      "customer.id as customer_id",
      "customer.display_name as customer_name",
    ]);
}

export async function findEmail(tx: Tx, id: EmailId): Promise<NamedEmail | undefined> {
  return named(tx).where("email.id", "=", id).executeTakeFirst();
}

type Listing = {
  status?: Email["status"] | undefined;
  document_id?: string | undefined;
  after?: Keyset | undefined;
  limit: number;
};

/** E-mails, the newest first. */
export async function listEmailRows(
  tx: Tx,
  { status, document_id: document, after, limit }: Listing,
): Promise<Page<NamedEmail>> {
  let query = named(tx)
    .orderBy("email.seq", "desc")
    .limit(limit + 1);
  if (status !== undefined) query = query.where("email.status", "=", status);
  if (document !== undefined) query = query.where(sql<boolean>`email.document_id = ${document}`);
  if (after !== undefined) query = query.where(sql<boolean>`email.seq < ${after.value}::bigint`);
  return pageOf(
    await query.execute(),
    limit,
    (row) => ({ value: row.seq, id: row.id }),
    (row) => row,
  );
}

/** Whether an e-mail is about a payment. */
export async function isPaymentEmailed(tx: Tx, payment: PaymentId): Promise<boolean> {
  const query = tx.selectFrom("email").select("id").where("payment_id", "=", payment);
  return (await query.limit(1).execute()).length > 0;
}

/** Adds an e-mail; nothing where its event is told of already. */
export async function insertEmail(tx: Tx, row: Insertable<EmailRow>): Promise<void> {
  await tx
    .insertInto("email")
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(["organization_id", "event"]).where("event", "is not", null).doNothing(),
    )
    .execute();
}

/** Organizations in which an e-mail is to be sent now. */
export async function findSendingOrganizations(system: Db, now: Instant): Promise<OrganizationId[]> {
  const rows = await system
    .selectFrom("email")
    .select("organization_id")
    .distinct()
    .where("status", "=", "queued")
    .where("next_at", "<=", now)
    .execute();
  return rows.map((row) => row.organization_id);
}

/**
 * Takes some of what is to be sent, the oldest first; another process takes others. Each is put off until `until`:
 * should this process die, it is sent again then. An attempt counts when it begins: of one that was cut off nobody knows
 * what became.
 */
export async function takeDueEmails(
  tx: Tx,
  { now, until, limit }: { now: Instant; until: Instant; limit: number },
): Promise<Email[]> {
  const due = tx
    .selectFrom("email")
    .select("id")
    .where("status", "=", "queued")
    .where("next_at", "<=", now)
    .orderBy("seq")
    .limit(limit)
    .forUpdate()
    .skipLocked();
  const taken = await tx
    .updateTable("email")
    .set({ next_at: until, attempts: sql<number>`attempts + 1` })
    // As an array, which is made once: a plan that looks into the query row by row would take more than the limit.
    .where("id", "=", sql<EmailId>`any(array(${due}))`)
    .returningAll()
    .execute();
  return taken.toSorted((a, b) => Number(BigInt(a.seq) - BigInt(b.seq)));
}

type Written = Pick<Email, "to_addresses" | "subject" | "body">;

/** Keeps the words of an e-mail that writes itself. */
export async function keepWords(tx: Tx, id: EmailId, words: Written): Promise<void> {
  await tx.updateTable("email").set(words).where("id", "=", id).where("subject", "is", null).execute();
}

/** Keeps what an e-mail goes out with; the header of an earlier attempt stays, and is answered. */
export async function keepHeaders(
  tx: Tx,
  id: EmailId,
  { sender, messageId }: { sender: string; messageId: string },
): Promise<string> {
  const kept = await tx
    .updateTable("email")
    .set({ sender, message_id: sql<string>`coalesce(message_id, ${messageId})` })
    .where("id", "=", id)
    .returning("message_id")
    .executeTakeFirstOrThrow();
  return kept.message_id ?? messageId;
}

export type Outcome = {
  status: Email["status"];
  problem: string | null;
  answer: string | null;
  next_at: Instant;
};

/** Writes what became of an attempt; false where another wrote it already. */
export async function noteAttempt(tx: Tx, id: EmailId, outcome: Outcome, now: Instant): Promise<boolean> {
  const noted = await tx
    .updateTable("email")
    .set({ ...outcome, tried_at: now })
    .where("id", "=", id)
    .where("status", "=", "queued")
    .returning("id")
    .execute();
  return noted.length > 0;
}

/** Puts an e-mail that failed back among those that are to be sent. */
export async function startAnew(tx: Tx, id: EmailId, now: Instant): Promise<void> {
  await tx
    .updateTable("email")
    .set({ status: "queued", attempts: 0, next_at: now, problem: null, answer: null })
    .where("id", "=", id)
    .where("status", "=", "failed")
    .execute();
}

export async function findAttachment(
  tx: Tx,
  id: EmailId,
): Promise<Pick<EmailAttachmentRow, "name" | "content"> | undefined> {
  return tx
    .selectFrom("email_attachment")
    .select(["name", "content"])
    .where("email_id", "=", id)
    .executeTakeFirst();
}

/** Name and size of the file of an e-mail, without reading it. */
export async function describeAttachment(
  tx: Tx,
  id: EmailId,
): Promise<{ name: string; bytes: number } | undefined> {
  return tx
    .selectFrom("email_attachment")
    .select(["name", sql<number>`octet_length(content)`.as("bytes")])
    .where("email_id", "=", id)
    .executeTakeFirst();
}

/** Keeps the file of an e-mail; whoever was first is right. */
export async function keepAttachment(tx: Tx, row: EmailAttachmentRow): Promise<void> {
  await tx
    .insertInto("email_attachment")
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** The file of an e-mail goes with its copy too. */
export async function copyAttachment(tx: Tx, from: EmailId, to: EmailId): Promise<void> {
  await sql`
    insert into email_attachment (organization_id, email_id, name, content)
    select organization_id, ${to}, name, content from email_attachment
     where organization_id = current_organization() and email_id = ${from}`.execute(tx);
}
