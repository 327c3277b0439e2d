import { AppError, type ErrorCode } from "#kernel/errors.ts";
import { leastPasswordLetters, mostPasswordLetters } from "./password.ts";

type Words = { code: ErrorCode; field?: string; message?: string };

const passwordRefusal = (message: string): Words => ({
  code: "auth.password_refused",
  field: "password",
  message,
});

/** Our refusal for each of better-auth's. */
const known: Record<string, Words> = {
  INVALID_EMAIL_OR_PASSWORD: { code: "auth.sign_in_refused" },
  INVALID_EMAIL: { code: "auth.sign_in_refused" },
  USER_ALREADY_EXISTS: { code: "auth.account_exists", field: "email" },
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: { code: "auth.account_exists", field: "email" },
  PASSWORD_TOO_SHORT: passwordRefusal(`The password is shorter than ${leastPasswordLetters} characters`),
  PASSWORD_TOO_LONG: passwordRefusal(`The password is longer than ${mostPasswordLetters} characters`),
  INVALID_PASSWORD: { code: "auth.password_wrong", field: "current" },
  INVALID_CODE: { code: "auth.code_wrong", field: "code" },
  INVALID_BACKUP_CODE: { code: "auth.code_wrong", field: "code" },
  INVALID_TWO_FACTOR_COOKIE: { code: "auth.required" },
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: {
    code: "auth.required",
    message: "Too many wrong codes; sign in anew",
  },
};

/** What better-auth refused, as a refusal of ours. An answer that is none of its own is a fault. */
export async function signInRefusal(given: Response): Promise<Error> {
  if (given.status === 429)
    return new AppError("request.too_many", {
      retry_after_seconds: Number(given.headers.get("x-retry-after") ?? 60),
    });
  if (given.status >= 500) return new Error(`sign-in answered ${given.status}`);
  const { code, message } = (await given.json().catch(() => ({}))) as { code?: string; message?: string };
  if (code === "PASSWORD_COMMON") return asError(passwordRefusal(message ?? ""));
  const words = code === undefined ? undefined : known[code];
  if (words) return asError(words);
  return given.status === 401
    ? new AppError("auth.required")
    : new AppError("auth.failed", message ? { message } : {});
}

function asError({ code, field, message }: Words): AppError {
  const plain = new AppError(code, message === undefined ? {} : { message });
  if (field === undefined) return plain;
  const problem = message ?? plain.message.slice(code.length + 2);
  return new AppError(code, { ...plain.facts, fields: [{ path: field, problem }] });
}
