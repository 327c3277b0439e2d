import { AppError } from "#kernel/errors.ts";
import type { MemberRole } from "./actor.ts";

/** Owners are made, changed and removed by owners only; `roles` are those that are given or taken. */
export function refuseOwnerGrant(by: MemberRole, roles: readonly MemberRole[]): void {
  if (roles.includes("owner") && by !== "owner") throw new AppError("member.owner_only", { role: by });
}
