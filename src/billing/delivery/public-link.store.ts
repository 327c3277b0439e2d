import type { Selectable } from "kysely";
import type { OrganizationId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import type { Db, Tx } from "#platform/db/db.ts";
import { sha256 } from "#platform/secrets/secrets.ts";
import type { DocumentId } from "#billing/document/document.table.ts";
import type { DocumentKind } from "#billing/document/kind.ts";
import type { PublicLinkRow } from "./public-link.table.ts";

export type PublicLink = Selectable<PublicLinkRow>;

/** The link of a document that is not revoked; it may be expired. */
export async function findLink(tx: Tx, document: DocumentId): Promise<PublicLink | undefined> {
  return tx
    .selectFrom("public_link")
    .selectAll()
    .where("document_id", "=", document)
    .where("revoked_at", "is", null)
    .executeTakeFirst();
}

/** Whose link this text is, unless it is revoked. Runs as concord_system, before any organization is known. */
export async function findLinkOrganization(system: Db, token: string): Promise<OrganizationId | undefined> {
  const row = await system
    .selectFrom("public_link")
    .select("organization_id")
    .where("hash", "=", sha256(token))
    .where("revoked_at", "is", null)
    .executeTakeFirst();
  return row?.organization_id;
}

/** The document that a link opens on a day; undefined where it is revoked or expired. */
export async function findLinked(
  tx: Tx,
  token: string,
  today: string,
): Promise<{ link: PublicLink["id"]; kind: DocumentKind; id: DocumentId } | undefined> {
  const row = await tx
    .selectFrom("public_link as l")
    .innerJoin("document as d", (join) =>
      join.onRef("d.organization_id", "=", "l.organization_id").onRef("d.id", "=", "l.document_id"),
    )
    .select(["l.id as link", "d.kind", "d.id"])
    .where("l.hash", "=", sha256(token))
    .where("l.revoked_at", "is", null)
    .where((row) => row.or([row("l.expires_on", "is", null), row("l.expires_on", ">=", today)]))
    // What was taken back to be changed is nobody's to see before it is sent again.
    .where("d.status", "!=", "draft")
    .executeTakeFirst();
  return row;
}

/** Adds a link. */
export async function insertLink(tx: Tx, link: PublicLink): Promise<void> {
  await tx.insertInto("public_link").values(link).execute();
}

/** Gives a link another last day. */
export async function setLinkEnd(tx: Tx, id: PublicLink["id"], expires_on: string | null): Promise<void> {
  await tx.updateTable("public_link").set({ expires_on }).where("id", "=", id).execute();
}

/** Takes a link out of force, for good. */
export async function revokeLink(tx: Tx, id: PublicLink["id"], now: Instant): Promise<void> {
  await tx.updateTable("public_link").set({ revoked_at: now }).where("id", "=", id).execute();
}
