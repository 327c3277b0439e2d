import { AppError } from "#kernel/errors.ts";
import { inCallersOrganization, type Route, route } from "#platform/http/serve.ts";
import { getCustomer } from "#billing/customer/customer.commands.ts";
import { contentDisposition } from "#billing/delivery/file-name.ts";
import { tenantRoute } from "#billing/tenant-route.routes.ts";
import * as api from "./attachment.api.ts";
import { mostAttachments } from "./attachment.ts";
import type { Attachment } from "./attachment.table.ts";
import { addAttachment, removeAttachment } from "./attachment.commands.ts";
import { findAttachments, findContent } from "./attachment.store.ts";

/** The endpoints of the files that are kept with customers. */
export function attachmentRoutes(): Route[] {
  return [
    tenantRoute(api.listAttachments, async ({ tx, params }) => {
      const { id } = await getCustomer(tx, params.customer);
      return { items: (await findAttachments(tx, id)).map(viewOf), limit: mostAttachments };
    }),
    tenantRoute(api.addAttachment, async ({ tx, act, params, body: { name, file_base64 } }) =>
      viewOf(
        await addAttachment(tx, act, params.customer, { name, content: Buffer.from(file_base64, "base64") }),
      ),
    ),
    route(api.downloadAttachment, async (context, { params: { attachment } }) => {
      const file = await inCallersOrganization(context, (tx) => findContent(tx, attachment));
      if (file === undefined) throw new AppError("attachment.not_found", { attachment });
      return new Response(new Uint8Array(file.content), {
        headers: {
          // Whatever it is, a browser keeps it and shows it nowhere: it was not made here.
          "content-type": "application/octet-stream",
          "content-disposition": contentDisposition(file.name),
          "cache-control": "no-store",
        },
      });
    }),
    tenantRoute(api.removeAttachment, async ({ tx, act, params }) => {
      await removeAttachment(tx, act, params.attachment);
      return { deleted: true as const };
    }),
  ];
}

function viewOf({ id, customer_id, name, bytes, created_at, created_by }: Attachment): api.AttachmentView {
  return { id, customer_id, name, bytes, created_at, created_by };
}
