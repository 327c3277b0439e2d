import { AppError } from "#kernel/errors.ts";
import type { CustomerId, Id } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import { getWritableCustomer } from "#billing/customer/customer.commands.ts";
import { tellOfCustomer } from "#billing/customer/told.commands.ts";
import { largestAttachment, mostAttachments } from "./attachment.ts";
import type { Attachment } from "./attachment.table.ts";
import { deleteAttachment, findAttachment, findAttachments, insertAttachment } from "./attachment.store.ts";

/** Keeps a file with a customer. The customer's row is locked, so that two who add at once are counted one after the other. */
export async function addAttachment(
  tx: Tx,
  act: Act,
  customerId: CustomerId,
  { name, content }: { name: string; content: Buffer },
): Promise<Attachment> {
  const { display_name: of } = await getWritableCustomer(tx, customerId);
  if (content.length > largestAttachment)
    throw new AppError("attachment.too_large", { bytes: content.length, limit: largestAttachment });
  const { length: count } = await findAttachments(tx, customerId);
  if (count >= mostAttachments)
    throw new AppError("attachment.too_many", {
      ...{ customer: customerId, count, limit: mostAttachments },
      message: `${of} has ${count} files, and may have ${mostAttachments}`,
    });
  const file: Attachment = {
    organization_id: act.organizationId,
    id: act.ids("att"),
    customer_id: customerId,
    name,
    bytes: content.length,
    created_at: act.now,
    created_by: act.actor.name,
  };
  await insertAttachment(tx, { ...file, content });
  await tellOfCustomer(tx, act, { customerId, kind: "file_added", note: name });
  return file;
}

/** Deletes a file that is kept with a customer. */
export async function removeAttachment(tx: Tx, act: Act, id: Id<"att">): Promise<void> {
  const found = await findAttachment(tx, id);
  if (found === undefined) throw new AppError("attachment.not_found", { attachment: id });
  await getWritableCustomer(tx, found.customer_id);
  await deleteAttachment(tx, id);
  await tellOfCustomer(tx, act, { customerId: found.customer_id, kind: "file_removed", note: found.name });
}
