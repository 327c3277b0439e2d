import { type Route, route } from "#platform/http/serve.ts";
import { addMember, changeMemberRole, listOrganizationMembers, removeMember } from "./member.api.ts";
import { add, changeRole, type LeaveCheck, remove } from "./member.commands.ts";
import { listMembers } from "./member.store.ts";
import type { SignIn } from "./sign-in.ts";

/** Members of an organization: list, add, change role, remove. */
export function memberRoutes(signIn: SignIn, mayLeave: LeaveCheck): Route[] {
  return [
    route(listOrganizationMembers, async ({ deps, member }) => ({
      items: await listMembers(deps.system, member.organizationId),
    })),
    route(addMember, async ({ deps, member }, { body }) => add(deps, signIn, member, body)),
    route(changeMemberRole, async ({ deps, member }, { params, body }) =>
      changeRole(deps, member, params.member, body.role),
    ),
    route(removeMember, async ({ deps, member }, { params }) =>
      remove(deps, member, params.member, mayLeave),
    ),
  ];
}
