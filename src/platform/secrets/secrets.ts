import { createCipheriv, createDecipheriv, createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** Where a secret lives. Bound into the ciphertext, so that a row copied elsewhere cannot be opened. */
export type SecretPlace = { organization: string; table: string; column: string; row: string };

/** Seals and opens secrets with the master key (docs/adr/0014-sign-in-and-keys.md): AES-256-GCM, the place as additional data. */
export type Vault = {
  seal(plain: string, place: SecretPlace): string;
  open(sealed: string, place: SecretPlace): string;
};

/** A vault on a master key of 32 bytes in base 64. Sealed form: `v1.<key id>.<nonce>.<tag>.<ciphertext>`. */
export function createVault(masterKey: string): Vault {
  const key = Buffer.from(masterKey, "base64");
  if (key.length !== 32) throw new Error("the master key must be 32 bytes in base 64");
  const keyId = sha256(masterKey).slice(0, 8);

  return {
    seal(plain, place) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", key, nonce);
      cipher.setAAD(additionalData(place));
      const body = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
      return [
        "v1",
        keyId,
        ...[nonce, cipher.getAuthTag(), body].map((part) => part.toString("base64url")),
      ].join(".");
    },
    open(sealed, place) {
      const [version, id, nonce, tag, body] = sealed.split(".");
      if (version !== "v1" || !nonce || !tag || body === undefined) throw new Error("not a sealed secret");
      if (id !== keyId) throw new Error("the secret was sealed with another master key; restore that key");
      const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(nonce, "base64url"));
      decipher.setAAD(additionalData(place));
      decipher.setAuthTag(Buffer.from(tag, "base64url"));
      return Buffer.concat([decipher.update(Buffer.from(body, "base64url")), decipher.final()]).toString(
        "utf8",
      );
    },
  };
}

function additionalData(place: SecretPlace): Buffer {
  return Buffer.from([place.organization, place.table, place.column, place.row].join("\u0000"));
}

/** Hash under which a key of high entropy is kept and found; fast on purpose, such a key cannot be guessed. */
export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** A secret of 256 bits as 43 URL-safe letters. */
export function randomSecret(): string {
  return randomBytes(32).toString("base64url");
}

/** Whether two secrets are equal, in a time that does not depend on where they differ. */
export function sameSecret(a: string, b: string): boolean {
  return timingSafeEqual(Buffer.from(sha256(a)), Buffer.from(sha256(b)));
}
