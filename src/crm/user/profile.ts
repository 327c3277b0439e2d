import type { Permissions } from "./permissions.ts";

/** A profile as it is listed; times in the organization's zone. */
export type Profile = {
  id: string;
  name: string;
  description: string;
  predefined: boolean;
  permissions: Permissions;
  created_time: string;
  modified_time: string;
  created_by: { id: string; name: string } | null;
  modified_by: { id: string; name: string } | null;
};
