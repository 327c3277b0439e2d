import type { Selectable } from "kysely";
import type { Tx } from "#platform/db/db.ts";
import type { EmailTemplateRow } from "./email.table.ts";
import type { EmailKind } from "./email-kind.ts";

/** The words that the organization wrote for a kind; undefined where it wrote none. */
export async function findTemplate(
  tx: Tx,
  kind: EmailKind,
): Promise<Selectable<EmailTemplateRow> | undefined> {
  return tx.selectFrom("email_template").selectAll().where("kind", "=", kind).executeTakeFirst();
}
