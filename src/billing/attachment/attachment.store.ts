import type { CustomerId, Id } from "#kernel/id.ts";
import { anyOf } from "#platform/db/any-of.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Attachment } from "./attachment.table.ts";

/** All but the content. */
const described = [
  "organization_id",
  "id",
  "customer_id",
  "name",
  "bytes",
  "created_at",
  "created_by",
] as const satisfies (keyof Attachment)[];

/** Keeps a file. */
export async function insertAttachment(tx: Tx, file: Attachment & { content: Buffer }): Promise<void> {
  await tx.insertInto("attachment").values(file).execute();
}

/** What is known of a customer's files, newest first. */
export async function findAttachments(tx: Tx, customerId: CustomerId): Promise<Attachment[]> {
  return tx
    .selectFrom("attachment")
    .select(described)
    .where("customer_id", "=", customerId)
    .orderBy("id", "desc")
    .execute();
}

/** What is known of one file. */
export async function findAttachment(tx: Tx, id: Id<"att">): Promise<Attachment | undefined> {
  return tx.selectFrom("attachment").select(described).where("id", "=", id).executeTakeFirst();
}

/** A file with its content. */
export async function findContent(
  tx: Tx,
  id: Id<"att">,
): Promise<{ name: string; content: Buffer } | undefined> {
  return tx.selectFrom("attachment").select(["name", "content"]).where("id", "=", id).executeTakeFirst();
}

/** Deletes a file. */
export async function deleteAttachment(tx: Tx, id: Id<"att">): Promise<void> {
  await tx.deleteFrom("attachment").where("id", "=", id).execute();
}

/** Gives all files of a customer to another one; which they were. */
export async function moveAttachments(tx: Tx, from: CustomerId, to: CustomerId): Promise<Id<"att">[]> {
  const rows = await tx
    .updateTable("attachment")
    .set({ customer_id: to })
    .where("customer_id", "=", from)
    .returning("id")
    .execute();
  return rows.map(({ id }) => id);
}

/** Gives back what a merge had moved, but for what was deleted since. */
export async function returnAttachments(tx: Tx, ids: readonly Id<"att">[], to: CustomerId): Promise<void> {
  await tx.updateTable("attachment").set({ customer_id: to }).where("id", "=", anyOf(ids)).execute();
}
