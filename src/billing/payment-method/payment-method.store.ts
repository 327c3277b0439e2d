import type { Insertable, Selectable } from "kysely";
import type { CustomerId, Id } from "#kernel/id.ts";
import { anyOf } from "#platform/db/any-of.ts";
import type { Tx } from "#platform/db/db.ts";
import type { PaymentMethodRow } from "./payment-method.table.ts";

/** A card or account that a customer's money is collected from. */
export type PaymentMethod = Selectable<PaymentMethodRow>;

type MethodId = Id<"pmt">;

/** A customer's methods that the connected account knows, the default one first, then the newest. */
export async function listMethods(tx: Tx, customerId: CustomerId): Promise<PaymentMethod[]> {
  return usable(tx)
    .where("m.customer_id", "=", customerId)
    .orderBy("m.is_default", "desc")
    .orderBy("m.id", "desc")
    .execute();
}

/** What a customer's money is collected from where nobody says otherwise. */
export async function findDefaultMethod(tx: Tx, customerId: CustomerId): Promise<PaymentMethod | undefined> {
  return usable(tx)
    .where("m.customer_id", "=", customerId)
    .where("m.is_default", "=", true)
    .executeTakeFirst();
}

/** Those of these customers that have a default method. */
export async function findPayable(tx: Tx, ids: readonly CustomerId[]): Promise<ReadonlySet<CustomerId>> {
  const methods = await usable(tx)
    .where("m.customer_id", "=", anyOf(ids))
    .where("m.is_default", "=", true)
    .execute();
  return new Set(methods.map(({ customer_id }) => customer_id));
}

/** A method that the connected account knows. */
export async function findMethod(tx: Tx, id: MethodId): Promise<PaymentMethod | undefined> {
  return usable(tx).where("m.id", "=", id).executeTakeFirst();
}

/** Those of other accounts cannot be asked, and none can where no gateway is connected. */
function usable(tx: Tx) {
  return tx
    .selectFrom("payment_method as m")
    .innerJoin("payment_gateway as g", (join) =>
      join.onRef("g.organization_id", "=", "m.organization_id").onRef("g.account", "=", "m.account"),
    )
    .selectAll("m");
}

/** Adds a method; one that is known already stays as it is, and the answer is false. */
export async function insertMethod(tx: Tx, row: Insertable<PaymentMethodRow>): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto("payment_method")
    .values(row)
    .onConflict((conflict) => conflict.columns(["organization_id", "account", "reference"]).doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** Takes a method away, by what the gateway calls it; the answer is whose it was. */
export async function deleteMethod(
  tx: Tx,
  { account, reference }: Pick<PaymentMethod, "account" | "reference">,
): Promise<PaymentMethod | undefined> {
  return tx
    .deleteFrom("payment_method")
    .where("account", "=", account)
    .where("reference", "=", reference)
    .returningAll()
    .executeTakeFirst();
}

/** Makes a method the one that is collected from. */
export async function makeDefault(
  tx: Tx,
  { id, customer_id }: Pick<PaymentMethod, "id" | "customer_id">,
): Promise<void> {
  await tx
    .updateTable("payment_method")
    .set({ is_default: false })
    .where("customer_id", "=", customer_id)
    .where("is_default", "=", true)
    .execute();
  await tx.updateTable("payment_method").set({ is_default: true }).where("id", "=", id).execute();
}
