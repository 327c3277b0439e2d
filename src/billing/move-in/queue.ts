import type { OrganizationId } from "#kernel/id.ts";

/** One import an organization at a time: they build on each other. */
export const moveInQueue = {
  name: "move-in",
  key: ({ organizationId }: { organizationId: OrganizationId }): string => organizationId,
};
