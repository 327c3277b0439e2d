import { outage } from "#web/outage.client.ts";
import { CallError } from "#platform/http/call.ts";

/** Signs in with e-mail and password. `needsCode`: the second factor has to be given before there is a session. */
export async function signIn(email: string, password: string): Promise<{ needsCode: boolean }> {
  const answer = await post("sign-in/email", { email, password });
  return { needsCode: answer["twoFactorRedirect"] === true };
}

/** The second factor: six digits of the authenticator. */
export async function giveCode(code: string): Promise<void> {
  await post("two-factor/verify-totp", { code: code.replace(/\s/g, "") });
}

/** A new account; the person is signed in with it. */
export async function signUp(name: string, email: string, password: string): Promise<void> {
  await post("sign-up/email", { name, email, password });
}

export async function signOut(): Promise<void> {
  await post("sign-out", {});
}

/** Sets another password and ends all other sessions of the person. */
export async function changePassword(current: string, next: string): Promise<void> {
  await post("change-password", { currentPassword: current, newPassword: next, revokeOtherSessions: true });
}

/** Sets the name under which others see the person. */
export async function changeName(name: string): Promise<void> {
  await post("update-user", { name });
}

async function post(path: string, body: Record<string, unknown>): Promise<Record<string, unknown>> {
  const response = await fetch(`/api/auth/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    credentials: "same-origin",
  }).catch(() => {
    throw outage();
  });
  const answer = (await response.json().catch(() => ({}))) as Record<string, unknown> & {
    error?: CallError["view"];
  };
  if (response.ok) return answer;
  throw new CallError(response.status, answer.error ? wordsOf(answer.error) : unexpected(response.status));
}

/** A refusal in the server's words; one that names a field is shown there. */
function wordsOf(view: CallError["view"]): CallError["view"] {
  const seconds = view.details["retry_after_seconds"];
  if (view.code !== "request.too_many" || typeof seconds !== "number") return view;
  return {
    ...view,
    title: "Too many attempts",
    remedy: `Wait ${seconds} seconds, then try again. The account is not locked.`,
  };
}

function unexpected(status: number): CallError["view"] {
  return {
    code: "network.unexpected",
    title: `The server answered ${status} without a reason`,
    remedy: "Try again in a moment.",
    details: {},
  };
}
