import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sha256 } from "#platform/secrets/secrets.ts";

export const leastPasswordLetters = 8;
export const mostPasswordLetters = 256;

/** What scrypt takes for one password: 128 * N * r bytes, p times over. */
export type PasswordCost = { N: number; r: number; p: number };

/** 32 MB and three passes: what OWASP's password storage cheat sheet asks for at least. */
const leastCost: PasswordCost = { N: 2 ** 15, r: 8, p: 3 };
const keyBytes = 32;

/** The password as it is kept: `scrypt$<N>$<r>$<p>$<salt>$<key>`, so that the cost can be raised one day. */
export async function hashPassword(password: string, cost: PasswordCost = leastCost): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, cost);
  return ["scrypt", cost.N, cost.r, cost.p, salt.toString("base64url"), key.toString("base64url")].join("$");
}

/** Whether this is the password that was hashed. Throws on a text that is no hash of ours. */
export async function verifyPassword({
  hash,
  password,
}: {
  hash: string;
  password: string;
}): Promise<boolean> {
  const [kind, N, r, p, salt, key] = hash.split("$");
  if (kind !== "scrypt" || !salt || !key) throw new Error("not a password hash");
  const derived = await derive(password, Buffer.from(salt, "base64url"), {
    N: Number(N),
    r: Number(r),
    p: Number(p),
  });
  return timingSafeEqual(derived, Buffer.from(key, "base64url"));
}

/** Why a password may not be chosen; undefined where it may. Its length is looked at elsewhere. */
export function passwordProblem(
  password: string,
  person: { email?: string; name?: string },
): string | undefined {
  const plain = password.trim().toLowerCase();
  if (isCommon(plain)) return "This password is among the most common ones and is tried first";
  const { email = "", name = "" } = person;
  const own = [email, email.split("@", 1)[0] ?? "", name].map((text) => text.trim().toLowerCase());
  if (plain !== "" && own.includes(plain)) return "This password is your name or e-mail address";
  return undefined;
}

let common: Set<string> | undefined;

/**
 * The 5,000 most common passwords of 8 letters or more (zxcvbn's list, from leaks), each as the first 12 digits of its
 * SHA-256: many are not for reading.
 */
function isCommon(plain: string): boolean {
  common ??= new Set(
    readFileSync(join(import.meta.dirname, "common-passwords.txt"), "utf8")
      .trimEnd()
      .split("\n"),
  );
  return common.has(sha256(plain).slice(0, 12));
}

/** NFKC, because the same letters are typed differently on different machines; nothing is cut off or folded. */
function derive(password: string, salt: Buffer, { N, r, p }: PasswordCost): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize("NFKC"), salt, keyBytes, { N, r, p, maxmem: 256 * N * r }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}
