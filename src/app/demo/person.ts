import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { randomSecret } from "#platform/secrets/secrets.ts";
import { writePrivateFile } from "#app/server/server-file.ts";

/** The demo's administrator, in billing and CRM alike. */
export const demoPerson = { email: "demo@concord.test", name: "Dana Demo" } as const;

/** The password that was made for the demo, if there is one. Whoever signs in may have changed it since. */
export function findDemoPassword(dataDir: string): string | undefined {
  const path = join(dataDir, "demo-password");
  return existsSync(path) ? readFileSync(path, "utf8").trim() : undefined;
}

/** The same, made now where there is none. It is kept before it is used, so that a start that is killed does not lose it. */
export function keepDemoPassword(dataDir: string): string {
  const kept = findDemoPassword(dataDir);
  if (kept !== undefined) return kept;
  const password = randomSecret().replaceAll(/[-_]/g, "").slice(0, 16);
  writePrivateFile(join(dataDir, "demo-password"), `${password}\n`);
  return password;
}

/** Signs the demo's administrator up, or in where the account is there from an interrupted fill; the session's cookie. */
export async function signInDemo(url: string, origin: string, password: string): Promise<string> {
  const { email, name } = demoPerson;
  const made = await send(url, origin, "sign-up/email", { email, password, name });
  const answer = made.ok ? made : await send(url, origin, "sign-in/email", { email, password });
  if (!answer.ok)
    throw new Error(
      `demo.no_sign_in: ${email} cannot sign in with the demo's password; set CONCORD_DEMO=off, or delete demo.json to leave the demo as it is`,
    );
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";", 1)[0])
    .join("; ");
}

async function send(url: string, origin: string, action: string, body: object): Promise<Response> {
  return fetch(`${url}/api/auth/${action}`, {
    method: "POST",
    headers: { "content-type": "application/json", origin },
    body: JSON.stringify(body),
  });
}
