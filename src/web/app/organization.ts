import { useRouteContext } from "@tanstack/react-router";
import type { Me, Role } from "#platform/auth/organization.api.ts";

/** The organization of the address, with the caller's role in it. Only within `/o/<organization>/…`. */
export function useOrganization(): Me["organizations"][number] {
  return useRouteContext({ from: "/o/$org", select: (context) => context.organization });
}

export function useMe(): Me {
  return useRouteContext({ from: "/o/$org", select: (context) => context.me });
}

/** What a role may do with billing and the sync. */
export type Access = "read" | "write" | "admin";

const reach: Record<Access, readonly Role[]> = {
  read: ["owner", "admin", "accountant", "sales", "read_only"],
  write: ["owner", "admin", "accountant", "sales"],
  admin: ["owner", "admin"],
};

/** Whether the caller may see billing (`read`), change things (`write`) or administrate; the server checks it again. */
export function useMay(access: Access): boolean {
  return mayAs(useOrganization().role, access);
}

/** Whether a role reaches that far. */
export function mayAs(role: Role, access: Access): boolean {
  return reach[access].includes(role);
}
