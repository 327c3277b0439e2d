import type { CustomerId, Id, OrganizationId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";

export type AttachmentRow = {
  organization_id: OrganizationId;
  id: Id<"att">;
  customer_id: CustomerId;
  name: string;
  /** How long the content is. */
  bytes: number;
  content: Buffer;
  created_at: Instant;
  created_by: string;
};

/** A file of a customer, without its content. */
export type Attachment = Omit<AttachmentRow, "content">;

declare module "#platform/db/db.ts" {
  interface Tables {
    attachment: AttachmentRow;
  }
}
