import { AppError } from "#kernel/errors.ts";
import type { CustomerId, Id } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import { getCustomerForUpdate } from "#billing/customer/customer.commands.ts";
import { tellOfCustomer } from "#billing/customer/told.commands.ts";
import type { SetUp } from "#billing/gateway/gateway.ts";
import {
  deleteMethod,
  findMethod,
  insertMethod,
  listMethods,
  makeDefault,
  type PaymentMethod,
} from "./payment-method.store.ts";
import { ownerOf } from "./owner.store.ts";

/** A method of a customer; refuses with `payment_method.not_found`. */
export async function getMethod(tx: Tx, id: Id<"pmt">): Promise<PaymentMethod> {
  const method = await findMethod(tx, id);
  if (method === undefined) throw new AppError("payment_method.not_found", { payment_method: id });
  return method;
}

/** Keeps a method that was set up; a customer's first is its default. Told twice, nothing more happens. */
export async function addMethod(
  tx: Tx,
  act: Act,
  { customerId: given, method }: NonNullable<SetUp>,
  account: string,
): Promise<void> {
  const customerId = await ownerOf(tx, given);
  if (customerId === undefined) return;
  await getCustomerForUpdate(tx, customerId);
  const id = act.ids("pmt");
  const isAdded = await insertMethod(tx, {
    organization_id: act.organizationId,
    id,
    customer_id: customerId,
    gateway: "stripe",
    account,
    gateway_customer: method.gatewayCustomer,
    reference: method.reference,
    label: method.label,
    expires: method.expires,
    is_default: false,
    created_at: act.now,
  });
  if (!isAdded) return;
  if (!(await listMethods(tx, customerId)).some(({ is_default }) => is_default))
    await makeDefault(tx, { id, customer_id: customerId });
  await tellOfCustomer(tx, act, { customerId, kind: "payment_method_added", note: method.label });
}

/** Forgets a method; the newest of the others becomes the default where this was it. One that is gone is no failure. */
export async function dropMethod(
  tx: Tx,
  act: Act,
  which: Pick<PaymentMethod, "account" | "reference">,
): Promise<void> {
  const gone = await deleteMethod(tx, which);
  if (gone === undefined) return;
  const { customer_id: customerId, label: note } = gone;
  const [next] = gone.is_default ? await listMethods(tx, customerId) : [];
  if (next !== undefined) await makeDefault(tx, next);
  await tellOfCustomer(tx, act, { customerId, kind: "payment_method_removed", note });
}

/** Collects from this method from now on. */
export async function chooseDefault(tx: Tx, act: Act, id: Id<"pmt">): Promise<CustomerId> {
  const { customer_id: customerId } = await getMethod(tx, id);
  await getCustomerForUpdate(tx, customerId);
  const method = await getMethod(tx, id);
  if (method.is_default) return customerId;
  await makeDefault(tx, method);
  await tellOfCustomer(tx, act, { customerId, kind: "payment_method_chosen", note: method.label });
  return customerId;
}
