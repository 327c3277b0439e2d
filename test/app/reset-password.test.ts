import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startWorld, type World } from "../support/world.ts";
import { concord, type Ended } from "./processes.ts";

let world: World;

beforeAll(async () => {
  world = await startWorld({ roles: "web" });
});
afterAll(() => world.stop());

/** As whoever runs the server, who has its database. */
function reset(...args: string[]): Promise<Ended> {
  const env = { DATABASE_URL: world.databaseUrl, CONCORD_DATA: world.dataDir };
  return concord(["--json", "reset-password", ...args], env);
}

/** How a sign-in ends: refused, with a session, or with the question for a code. */
async function signIn(email: string, password: string): Promise<"refused" | "in" | "code"> {
  const answer = await fetch(`${world.url}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: world.system.deps.publicUrl },
    body: JSON.stringify({ email, password }),
  });
  if (!answer.ok) return "refused";
  const { twoFactorRedirect } = (await answer.json()) as { twoFactorRedirect?: boolean };
  return twoFactorRedirect === true ? "code" : "in";
}

/** Gives a person a second factor, as if their phone had been set up and lost. */
async function loseSecondFactor(userId: string): Promise<void> {
  const client = new pg.Client({ connectionString: world.databaseUrl });
  await client.connect();
  await client.query(`update auth."user" set "twoFactorEnabled" = true where id = $1`, [userId]);
  await client.query(
    `insert into auth."twoFactor" (id, secret, "backupCodes", "userId") values ('lost', '', '', $1)`,
    [userId],
  );
  await client.end();
}

const isSignedIn = async (cookie: string): Promise<boolean> =>
  (await fetch(`${world.url}/api/v1/me`, { headers: { cookie } })).ok;

test("given a forgotten password, when whoever runs the server resets it, then the new one signs in, the old one does not, and nobody is signed in any more", async () => {
  const { email, password, cookie } = await world.signUp("Ada");
  const other = await world.signUp("Bob");
  expect(await isSignedIn(cookie)).toBe(true);
  const { code, stdout, stderr } = await reset(email.toUpperCase());
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const told = JSON.parse(stdout) as { name: string; email: string; password: string };
  expect(told).toMatchObject({ name: "Ada", email });
  expect(await isSignedIn(cookie)).toBe(false);
  expect(await isSignedIn(other.cookie)).toBe(true);
  expect(await signIn(email, told.password)).toBe("in");
  expect(await signIn(email, password)).toBe("refused");
  const again = JSON.parse((await reset(email)).stdout) as typeof told;
  expect(await signIn(email, told.password)).toBe("refused");
  expect(await signIn(email, again.password)).toBe("in");
});

test("given a lost second factor as well, then only --without-code turns it off", async () => {
  const { email, userId } = await world.signUp("Carl");
  await loseSecondFactor(userId);
  const passwordOf = ({ stdout }: Ended) => (JSON.parse(stdout) as { password: string }).password;
  expect(await signIn(email, passwordOf(await reset(email)))).toBe("code");
  expect(await signIn(email, passwordOf(await reset(email, "--without-code")))).toBe("in");
});

test("given an address that nobody has, then it says so and changes nothing", async () => {
  const { code, stderr } = await reset("nobody@example.com");
  expect(code).toBe(1);
  expect(stderr).toMatch(/^account\.not_found: Nobody signs in as nobody@example\.com/);
});
