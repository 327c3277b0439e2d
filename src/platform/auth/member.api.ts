import { z } from "zod";
import { endpoint } from "#platform/http/endpoint.ts";
import { Role } from "./organization.api.ts";

const tag = "Members";
const params = z.object({ member: z.string().min(1) });

export const MemberView = z.object({
  id: z.string(),
  user_id: z.string(),
  name: z.string(),
  email: z.string(),
  role: Role,
  since: z.string(),
});
export type MemberView = z.output<typeof MemberView>;

export const listOrganizationMembers = endpoint({
  method: "GET",
  path: "/members",
  summary: "Who belongs to the organization, and with which role",
  tag,
  access: "read",
  reply: z.object({ items: z.array(MemberView) }),
});

export const NewMember = z.object({
  email: z.email("Enter an e-mail address, as name@example.com").transform((text) => text.toLowerCase()),
  /** Used where the address has no account yet. */
  name: z.string().trim().min(1, "Enter the person's name").max(200, "Use at most 200 characters"),
  role: Role,
});

export const addMember = endpoint({
  method: "POST",
  path: "/members",
  tag,
  access: "admin",
  summary:
    "Add a person; one without an account gets one, whose first password is in this reply and nowhere else",
  body: NewMember,
  reply: z.object({ member: MemberView, password: z.string().nullable() }),
  refuses: ["member.already_there", "member.owner_only"],
});

export const changeMemberRole = endpoint({
  method: "PATCH",
  path: "/members/{member}",
  summary: "Give a member another role",
  tag,
  access: "admin",
  params,
  body: z.object({ role: Role }),
  reply: MemberView,
  refuses: ["member.not_found", "member.last_owner", "member.owner_only"],
});

export const removeMember = endpoint({
  method: "DELETE",
  path: "/members/{member}",
  summary: "Take a person out of the organization; the account stays",
  tag,
  access: "admin",
  params,
  reply: z.object({ id: z.string() }),
  refuses: ["member.not_found", "member.last_owner", "member.last_administrator", "member.owner_only"],
});
