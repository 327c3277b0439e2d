import { CallError } from "#platform/http/call.ts";

/** What is said for each refusal of sign-in (better-auth's codes); the field it belongs to where there is one. */
const refusals: Record<string, { title: string; remedy: string; field?: string }> = {
  INVALID_EMAIL_OR_PASSWORD: {
    title: "E-mail and password do not match",
    remedy: "Check both and try again.",
  },
  INVALID_EMAIL: {
    title: "The e-mail address is not valid",
    remedy: "Write it as name@example.com.",
    field: "email",
  },
  USER_ALREADY_EXISTS: {
    title: "There is an account with this e-mail address",
    remedy: "Sign in with it instead.",
    field: "email",
  },
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: {
    title: "There is an account with this e-mail address",
    remedy: "Sign in with it instead.",
    field: "email",
  },
  PASSWORD_TOO_SHORT: {
    title: "The password is too short",
    remedy: "Use at least 8 characters; a sentence is easy to keep in mind.",
    field: "password",
  },
  PASSWORD_TOO_LONG: {
    title: "The password is too long",
    remedy: "Use at most 256 characters.",
    field: "password",
  },
  INVALID_PASSWORD: {
    title: "The current password is not right",
    remedy: "Type it again.",
    field: "current",
  },
  INVALID_CODE: {
    title: "The code is not right",
    remedy: "Type the six digits that your authenticator shows now.",
    field: "code",
  },
};

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
    throw refusal(0, "network.unreachable", {
      title: "The server cannot be reached",
      remedy: "Check that it is running and try again; what you typed is kept.",
    });
  });
  const answer = (await response.json().catch(() => null)) as Record<string, unknown> | null;
  if (response.ok) return answer ?? {};
  const code = typeof answer?.["code"] === "string" ? answer["code"] : "";
  throw refusal(
    response.status,
    `sign_in.${code.toLowerCase() || response.status}`,
    refusals[code] ?? wordsOf(response, answer),
  );
}

function wordsOf(
  response: Response,
  answer: Record<string, unknown> | null,
): { title: string; remedy: string } {
  if (response.status === 429) {
    const seconds = Number(
      response.headers.get("x-retry-after") ?? response.headers.get("retry-after") ?? 60,
    );
    return {
      title: "Too many attempts",
      remedy: `Wait ${seconds} seconds, then try again. The account is not locked.`,
    };
  }
  if (response.status >= 500)
    return { title: "Something went wrong on our side", remedy: "Try again in a moment." };
  const said =
    typeof answer?.["message"] === "string" ? answer["message"] : `The server answered ${response.status}`;
  return { title: said, remedy: "Correct it and try again." };
}

function refusal(
  status: number,
  code: string,
  words: { title: string; remedy: string; field?: string },
): CallError {
  const { title, remedy, field } = words;
  const details = field === undefined ? {} : { fields: [{ path: field, problem: `${title}. ${remedy}` }] };
  return new CallError(status, { code, title, remedy, details });
}
