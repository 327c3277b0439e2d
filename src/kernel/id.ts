/**
 * Identifiers: a prefix that names the type, then 26 characters of Crockford base 32 (48 bits of time in
 * milliseconds, 80 bits of chance; the layout of a ULID, in lower case). They sort by the time of their making,
 * so that a primary key grows at its end.
 */
export type Id<Prefix extends string> = `${Prefix}_${string}`;

export type OrganizationId = Id<"org">;
export type UserId = Id<"usr">;
export type CustomerId = Id<"cus">;
export type ContactPersonId = Id<"cpn">;
export type ConnectionId = Id<"con">;
export type LinkId = Id<"lnk">;
export type RunId = Id<"run">;
export type ConflictId = Id<"cfl">;
export type InvoiceId = Id<"inv">;
export type PaymentId = Id<"pay">;
export type ApiKeyId = Id<"key">;

/** Makes identifiers. A port: time and chance come from outside (platform/ids.ts). */
export type Ids = <Prefix extends string>(prefix: Prefix) => Id<Prefix>;

const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

/** An identifier from its time (milliseconds since 1970) and ten bytes of chance. Throws on fewer bytes: a bug. */
export function composeId<Prefix extends string>(
  prefix: Prefix,
  timeMs: number,
  chance: Uint8Array,
): Id<Prefix> {
  if (chance.length < 10) throw new Error("an identifier needs ten bytes of chance");
  let time = "";
  for (let left = timeMs, i = 0; i < 10; i += 1, left = Math.floor(left / 32))
    time = alphabet[left % 32] + time;
  let tail = "";
  for (let i = 0; i < 10; i += 5) tail += fiveBytes(chance, i);
  return `${prefix}_${time}${tail}`;
}

/** Forty bits as eight letters. */
function fiveBytes(bytes: Uint8Array, from: number): string {
  let bits = 0;
  for (let i = 0; i < 5; i += 1) bits = bits * 256 + (bytes[from + i] ?? 0);
  let text = "";
  for (let i = 0; i < 8; i += 1, bits = Math.floor(bits / 32)) text = alphabet[bits % 32] + text;
  return text;
}

/** Whether a text is an identifier of this type. */
export function isId<Prefix extends string>(prefix: Prefix, text: string): text is Id<Prefix> {
  return text.startsWith(`${prefix}_`) && /^[0-9a-hjkmnp-tv-z]{26}$/.test(text.slice(prefix.length + 1));
}
