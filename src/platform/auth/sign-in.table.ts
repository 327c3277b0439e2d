import type { OrganizationId } from "#kernel/id.ts";

/** The part of better-auth's tables that we read ourselves; it owns and writes them. */
declare module "#platform/db/db.ts" {
  interface Tables {
    "auth.user": { id: string; name: string; email: string };
    "auth.member": {
      id: string;
      organizationId: OrganizationId;
      userId: string;
      role: string;
      createdAt: string;
    };
    "auth.organization": { id: OrganizationId; name: string; slug: string; createdAt: string };
  }
}
