import type { Command } from "commander";
import {
  addMember,
  changeMemberRole,
  listOrganizationMembers,
  removeMember,
} from "#platform/auth/member.api.ts";
import type { Role } from "#platform/auth/organization.api.ts";
import { act } from "./context.ts";
import { tableLines } from "./output.ts";

const roleHelp = "owner, admin, accountant, sales, read_only or crm (the CRM alone)";

/** `concord members …`: the people of the organization. */
export function addMemberCommands(program: Command): void {
  const members = program.command("members").description("the people of the organization");
  act(members.command("list").description("list them"), async ({ call }) => {
    const all = await call(listOrganizationMembers, {});
    return {
      json: all,
      lines: tableLines(all.items.map(({ id, name, email, role }) => [id, name, email, role])),
    };
  });
  act<{ name?: string; role: Role }>(
    members
      .command("add <email>")
      .description("add a person; somebody new gets a first password, shown this once")
      .option("--name <name>", "what the person is called, where the address has no account yet")
      .option("--role <role>", roleHelp, "accountant"),
    async ({ call, options }, email = "") => {
      const { name = email, role } = options;
      const { member, password } = await call(addMember, { body: { email, name, role } });
      return {
        json: { member, password },
        lines: [
          `${member.name} is a member now, as ${member.role}: ${member.id}`,
          ...(password === null ? [] : [`First password: ${password}`]),
        ],
      };
    },
  );
  act(
    members.command("role <member> <role>").description(`give a member another role: ${roleHelp}`),
    async ({ call }, member = "", role = "") => {
      const changed = await call(changeMemberRole, { params: { member }, body: { role: role as Role } });
      return { json: changed, lines: [`${changed.name} is ${changed.role} now`] };
    },
  );
  act(
    members.command("remove <member>").description("take a person out of the organization"),
    async ({ call }, member = "") => {
      const done = await call(removeMember, { params: { member } });
      return { json: done, lines: [`${member} is removed`] };
    },
  );
}
