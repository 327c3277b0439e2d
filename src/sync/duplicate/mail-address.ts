import { isOneEdit } from "./similar.ts";

/** Addresses of these belong to people, not to the company that a domain would stand for. */
const mailboxes = new Set(
  `gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com ymail.com icloud.com me.com aol.com gmx.de
   gmx.net web.de t-online.de mail.com mail.ru yandex.ru proton.me protonmail.com qq.com 163.com 126.com orange.fr free.fr
   laposte.net libero.it btinternet.com comcast.net verizon.net att.net`.split(/\s+/),
);

const mailboxNames = new Set([...mailboxes].map(nameOf));

/** The domain of an e-mail address in its normal form, where it stands for a company. */
export function companyDomain(email: string | null): string | null {
  const domain = email === null ? "" : parted(email).domain;
  return domain === "" || mailboxes.has(domain) ? null : domain;
}

/** Shorter ones are initials, of which one letter makes somebody else. */
const shortestTyped = 5;

/**
 * Whether two addresses that are not the same may be meant to be: one typing error, or `ann@acme.com` and
 * `ann@acme.co.uk`. The same words at another company are another address: they say again what the name says.
 */
export function isLikeAddress(a: string, b: string): boolean {
  const [one, other] = [parted(a), parted(b)];
  if (one.local === other.local)
    return isSameHouse(one.domain, other.domain) || isTyped(one.domain, other.domain);
  return (
    one.domain === other.domain &&
    Math.min(one.local.length, other.local.length) >= shortestTyped &&
    isTyped(one.local, other.local)
  );
}

/** One letter is other, more or less; a digit that is other is meant: `ann.bell2` is not `ann.bell`. */
function isTyped(a: string, b: string): boolean {
  return isOneEdit(a, b) && a.replaceAll(/\D/g, "") === b.replaceAll(/\D/g, "");
}

function parted(email: string): { local: string; domain: string } {
  const at = email.lastIndexOf("@");
  return { local: email.slice(0, at), domain: email.slice(at + 1) };
}

function isSameHouse(a: string, b: string): boolean {
  const name = nameOf(a);
  return name !== "" && name === nameOf(b) && !mailboxNames.has(name);
}

/** `acme` of `acme.com` and `mail.acme.co.uk`. */
function nameOf(domain: string): string {
  const labels = domain.split(".").slice(0, -1);
  const isSecond = labels.length > 1 && /^(?:ac|co|com|edu|gov|net|org)$/.test(labels.at(-1) ?? "");
  return (isSecond ? labels.at(-2) : labels.at(-1)) ?? "";
}
