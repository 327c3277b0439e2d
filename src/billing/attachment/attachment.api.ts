import { z } from "zod";
import { idParam } from "#billing/id-param.ts";
import { CustomerRef } from "#billing/customer/customer.api.ts";
import { endpoint } from "#platform/http/endpoint.ts";
import { largestAttachment } from "./attachment.ts";

const tag = "Customers";
const AttachmentRef = z.object({ attachment: idParam("att") });

/** So many letters of base64 hold the largest file. */
const mostLetters = Math.ceil(largestAttachment / 3) * 4;

export const AttachmentView = z.object({
  id: z.string(),
  customer_id: z.string(),
  name: z.string(),
  bytes: z.number(),
  created_at: z.string(),
  created_by: z.string(),
});
export type AttachmentView = z.output<typeof AttachmentView>;

/** A name that every computer can keep a file under: no folders, no control characters. */
const FileName = z
  .string()
  .trim()
  .min(1, "Give the file a name")
  .max(200, "Use at most 200 characters")
  .refine((name) => !/[/\\\p{Cc}]/u.test(name), "A file's name has no slash, backslash or line break")
  .refine((name) => !/^\.+$/.test(name), "A file's name is more than dots");

export const listAttachments = endpoint({
  method: "GET",
  path: "/customers/{customer}/attachments",
  summary: "The files that are kept with a customer, newest first",
  tag,
  access: "read",
  params: CustomerRef,
  reply: z.object({ items: z.array(AttachmentView), limit: z.number() }),
  refuses: ["customer.not_found"],
});

export const addAttachment = endpoint({
  method: "POST",
  path: "/customers/{customer}/attachments",
  summary: "Keep a file with a customer: at most 10 MB, and 20 files",
  tag,
  access: "write",
  costly: true,
  maxBodyBytes: mostLetters + 10_000,
  params: CustomerRef,
  body: z.strictObject({
    name: FileName,
    file_base64: z
      .base64("must be base64")
      .min(1, "The file is empty: choose one with content")
      .max(mostLetters, "A file has at most 10 MB: send a smaller one"),
  }),
  reply: AttachmentView,
  refuses: ["customer.not_found", "customer.merged", "attachment.too_many", "attachment.too_large"],
});

export const downloadAttachment = endpoint({
  method: "GET",
  path: "/attachments/{attachment}",
  summary: "A file that is kept with a customer",
  tag,
  access: "read",
  costly: true,
  params: AttachmentRef,
  stream: "application/octet-stream",
  reply: z.string(),
  refuses: ["attachment.not_found"],
});

export const removeAttachment = endpoint({
  method: "DELETE",
  path: "/attachments/{attachment}",
  summary: "Delete a file that is kept with a customer",
  tag,
  access: "write",
  params: AttachmentRef,
  reply: z.object({ deleted: z.literal(true) }),
  refuses: ["attachment.not_found", "customer.merged"],
});
