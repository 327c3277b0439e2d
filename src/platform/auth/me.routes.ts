import type { Deps } from "#platform/deps.ts";
import { type Route, route } from "#platform/http/serve.ts";
import { type Me, me } from "./organization.api.ts";
import { roleOf } from "./member.store.ts";
import "./sign-in.table.ts";

/** The signed-in person's own view of the server. */
export function meRoutes(): Route[] {
  return [
    route(me, async ({ deps, person }) => ({
      person: { id: person.userId, name: person.name, email: person.email },
      organizations: await organizationsOf(deps, person.userId),
    })),
  ];
}

/** In the order in which the person joined them: a sign-in leads to the first one. */
async function organizationsOf(
  { system }: Pick<Deps, "system">,
  userId: string,
): Promise<Me["organizations"]> {
  const rows = await system
    .selectFrom("auth.member as member")
    .innerJoin("auth.organization as organization", "organization.id", "member.organizationId")
    .select(["organization.id", "organization.name", "member.role"])
    .where("member.userId", "=", userId)
    .orderBy("member.createdAt")
    .orderBy("organization.id")
    .execute();
  return rows.map((row) => ({ ...row, role: roleOf(row.role) }));
}
