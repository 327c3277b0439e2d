import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { OrganizationId } from "#kernel/id.ts";
import { inOrganization } from "#platform/db/db.ts";
import { kept } from "#platform/db/kept.ts";
import { type OneSession, openOneSession } from "../support/one-session.ts";

let session: OneSession;

beforeEach(async () => {
  session = await openOneSession(`
    create table thing (id integer primary key, name text);
    grant select on thing to concord_app;
    insert into thing select i, 'Thing ' || i from generate_series(1, 1000) as i`);
});
afterEach(() => session.close());

const nameOf = (id: number) => kept(sql<{ name: string }>`select name from thing where id = ${id}`);

/** How often each statement about things that the session keeps was planned for its values, and not for them. */
async function plansOfThings(): Promise<{ custom: number; generic: number }[]> {
  const { rows } = await sql<{ custom: number; generic: number }>`
    select custom_plans::int as custom, generic_plans::int as generic from pg_prepared_statements
     where statement like '%from thing%'`.execute(session.db);
  return rows;
}

describe("statements that sessions keep", () => {
  test("given a marked read, when it is asked ten times, then each answer is that of its values, and the last five took the plan that was kept", async () => {
    const names: (string | undefined)[] = [];
    for (let id = 1; id <= 10; id += 1) names.push((await nameOf(id).execute(session.db)).rows[0]?.name);
    expect(names).toEqual(Array.from({ length: 10 }, (_, at) => `Thing ${at + 1}`));
    expect(await plansOfThings()).toEqual([{ custom: 5, generic: 5 }]);
  });

  test("given a read without the mark, then the session does not keep it", async () => {
    for (let id = 1; id <= 10; id += 1)
      await sql`select name from thing where id = ${id}`.execute(session.db);
    expect(await plansOfThings()).toEqual([]);
  });

  test("given a kept read, when a migration adds a column meanwhile, then the session goes on with it", async () => {
    for (let id = 1; id <= 10; id += 1) await nameOf(id).execute(session.db);
    await session.owner.query("alter table thing add column note text");
    expect((await nameOf(7).execute(session.db)).rows).toEqual([{ name: "Thing 7" }]);
  });

  test("given organizations that take turns in one session, then each sees its own by the statement that is kept", async () => {
    await session.owner.query(`
      alter table thing add column organization_id text;
      update thing set organization_id = case when id % 2 = 0 then 'org_even' else 'org_odd' end;
      alter table thing enable row level security;
      create policy tenant on thing to concord_app using (organization_id = (select current_organization()))`);
    const seen: string[] = [];
    for (let turn = 0; turn < 12; turn += 1) {
      const organization = (turn % 2 === 0 ? "org_even" : "org_odd") as OrganizationId;
      const { rows } = await inOrganization(session.db, organization, (tx) =>
        kept(
          sql<{
            seen: string;
          }>`select string_agg(id::text, ' ' order by id) as seen from thing where id <= ${4}`,
        ).execute(tx),
      );
      seen.push(rows[0]?.seen ?? "");
    }
    expect(seen).toEqual(Array.from({ length: 12 }, (_, turn) => (turn % 2 === 0 ? "2 4" : "1 3")));
  });
});
