import type { Insertable, Selectable } from "kysely";
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

/** The words that the organization wrote, of whatever kinds. */
export async function listTemplates(tx: Tx): Promise<Selectable<EmailTemplateRow>[]> {
  return tx.selectFrom("email_template").selectAll().execute();
}

/** Puts words in the place of what there was. */
export async function saveTemplate(tx: Tx, row: Insertable<EmailTemplateRow>): Promise<void> {
  const { subject, body, updated_at } = row;
  await tx
    .insertInto("email_template")
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(["organization_id", "kind"]).doUpdateSet({ subject, body, updated_at }),
    )
    .execute();
}

/** Takes the organization's words away. */
export async function deleteTemplate(tx: Tx, kind: EmailKind): Promise<void> {
  await tx.deleteFrom("email_template").where("kind", "=", kind).execute();
}
