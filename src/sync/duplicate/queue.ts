import type { OrganizationId } from "#kernel/id.ts";

export type SearchJob = { organizationId: OrganizationId };

/** One search an organization at a time. */
export const duplicateQueue = {
  name: "duplicate-search",
  key: ({ organizationId }: SearchJob): string => organizationId,
};
