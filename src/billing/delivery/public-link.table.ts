import type { Id, OrganizationId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import type { DocumentId } from "#billing/document/document.table.ts";

export type PublicLinkRow = {
  organization_id: OrganizationId;
  id: Id<"plk">;
  document_id: DocumentId;
  hash: string;
  /** Sealed. */
  token: string;
  /** The last day on which it opens. */
  expires_on: string | null;
  created_at: Instant;
  revoked_at: Instant | null;
};

declare module "#platform/db/db.ts" {
  interface Tables {
    public_link: PublicLinkRow;
  }
}
