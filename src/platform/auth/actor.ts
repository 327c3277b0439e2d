import type { OrganizationId } from "#kernel/id.ts";
import type { Access } from "#platform/http/endpoint.ts";

/** From most to least; `crm` is who has the CRM alone. */
export type MemberRole = "owner" | "admin" | "accountant" | "sales" | "read_only" | "crm";

export const memberRoles = [
  "owner",
  "admin",
  "accountant",
  "sales",
  "read_only",
  "crm",
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
  owner: ["member", "read", "write", "admin"],
  admin: ["member", "read", "write", "admin"],
  accountant: ["member", "read", "write"],
  sales: ["member", "read", "write"],
  read_only: ["member", "read"],
  crm: ["member"],
};

/** Whether a role reaches an endpoint's level. */
export function mayCall(role: MemberRole, access: Access): boolean {
  return reach[role].includes(access);
}
