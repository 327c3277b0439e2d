import type { Selectable } from "kysely";
import type { Tx } from "#platform/db/db.ts";
import type { MailServerRow } from "./email.table.ts";

/** A mail server as it is kept, its password sealed. */
export type KeptServer = Selectable<MailServerRow>;

/** The mail server of the organization; undefined where its e-mails are caught. */
export async function findMailServer(tx: Tx): Promise<KeptServer | undefined> {
  return tx.selectFrom("mail_server").selectAll().executeTakeFirst();
}

/** Puts the server in the place of what there was. */
export async function saveMailServer(tx: Tx, server: KeptServer): Promise<void> {
  const { organization_id: _organization, created_at: _created, ...values } = server;
  await tx
    .insertInto("mail_server")
    .values(server)
    .onConflict((conflict) => conflict.column("organization_id").doUpdateSet(values))
    .execute();
}

export async function deleteMailServer(tx: Tx): Promise<void> {
  await tx.deleteFrom("mail_server").execute();
}
