import type { OrganizationId } from "#kernel/id.ts";
import type { Access } from "#platform/http/endpoint.ts";

export type MemberRole = "owner" | "admin" | "accountant" | "sales" | "read_only";

export const memberRoles = [
  "owner",
  "admin",
  "accountant",
  "sales",
  "read_only",
] as const satisfies readonly MemberRole[];

/** Who does something: a person, a key, a customer by a public link, or Concord itself on its schedule. Goes to the audit log as it is. */
export type Actor = {
  kind: "user" | "api_key" | "system" | "crm_user" | "customer";
  id: string;
  name: string;
};

/** A person who signed in. */
export type SignedIn = { userId: string; email: string; name: string };

/** A call within an organization. */
export type Member = {
  organizationId: OrganizationId;
  role: MemberRole;
  actor: Actor;
  email: string | undefined;
};

export const systemActor: Actor = { kind: "system", id: "concord", name: "Concord" };

const reach: Record<MemberRole, readonly Access[]> = {
  owner: ["read", "write", "admin"],
  admin: ["read", "write", "admin"],
  accountant: ["read", "write"],
  sales: ["read", "write"],
  read_only: ["read"],
};

/** Whether a role reaches an endpoint's level. */
export function mayCall(role: MemberRole, access: Access): boolean {
  return reach[role].includes(access);
}
