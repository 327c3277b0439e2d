import pg from "pg";
import { AppError } from "#kernel/errors.ts";
import { newPassword } from "./key-text.ts";
import { hashPassword } from "./password.ts";

export type Reset = { name: string; email: string; password: string };

/**
 * Gives a person a new password, which is told this once, and signs them out everywhere: for whoever runs the server,
 * as the owner of its database. With `withoutCode` their second factor is turned off as well. Refuses with
 * `account.not_found`.
 */
export async function resetPassword(
  databaseUrl: string,
  { email, withoutCode }: { email: string; withoutCode: boolean },
): Promise<Reset> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: "concord-reset-password" });
  await client.connect();
  try {
    await client.query("begin");
    const { rows } = await client.query<{ id: string; name: string; email: string }>(
      `select id, name, email from auth."user" where lower(email) = lower($1) for update`,
      [email.trim()],
    );
    const [person] = rows;
    if (person === undefined)
      throw new AppError("account.not_found", { message: `Nobody signs in as ${email}` });
    const password = newPassword();
    await client.query(
      `update auth.account set password = $2, "updatedAt" = now() where "userId" = $1 and "providerId" = 'credential'`,
      [person.id, await hashPassword(password)],
    );
    await client.query(`delete from auth.session where "userId" = $1`, [person.id]);
    if (withoutCode) await turnCodeOff(client, person.id);
    await client.query("commit");
    return { name: person.name, email: person.email, password };
  } finally {
    // What was not committed ends with the connection.
    await client.end();
  }
}

async function turnCodeOff(client: pg.Client, id: string): Promise<void> {
  await client.query(`delete from auth."twoFactor" where "userId" = $1`, [id]);
  await client.query(`update auth."user" set "twoFactorEnabled" = false where id = $1`, [id]);
}
