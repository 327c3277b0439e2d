import { sql } from "kysely";
import type { Tx } from "#platform/db/db.ts";
import type { MovedReceiver, Twins } from "./customer-merge.ts";

/** Lets subscriptions that name a contact person of a merge's loser name the survivor's that it became one with. */
export async function moveReceivers(tx: Tx, twins: readonly Twins[]): Promise<MovedReceiver[]> {
  const moved: MovedReceiver[] = [];
  for (const { loser, survivor } of twins) {
    const rows = await tx
      .deleteFrom("subscription_contact_person")
      .where("contact_person_id", "=", loser)
      .returning(["organization_id", "subscription_id"])
      .execute();
    if (rows.length === 0) continue;
    await tx
      .insertInto("subscription_contact_person")
      .values(rows.map((row) => ({ ...row, contact_person_id: survivor })))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    moved.push(...rows.map(({ subscription_id: subscription }) => ({ subscription, loser, survivor })));
  }
  return moved;
}

/** Gives back what a merge had moved, but where somebody else was chosen since, or the loser's person is gone. */
export async function returnReceivers(tx: Tx, moved: readonly MovedReceiver[]): Promise<void> {
  const named = moved.map(({ subscription }) => subscription);
  const survivors = moved.map(({ survivor }) => survivor);
  const losers = moved.map(({ loser }) => loser);
  await sql`
    with given as (select * from unnest(${named}::text[], ${survivors}::text[], ${losers}::text[]) as g (subscription, survivor, loser)),
    taken as (
      delete from subscription_contact_person r using given g
       where r.subscription_id = g.subscription and r.contact_person_id = g.survivor
      returning r.organization_id, r.subscription_id, r.contact_person_id
    )
    insert into subscription_contact_person (organization_id, subscription_id, contact_person_id)
    select t.organization_id, t.subscription_id, p.id
      from taken t join given g on g.subscription = t.subscription_id and g.survivor = t.contact_person_id
      join contact_person p on p.organization_id = t.organization_id and p.id = g.loser
    on conflict do nothing`.execute(tx);
}
