/** Where notices may go: this server itself, and the addresses that its operator has named. */
export type NotifyHosts = { own: string; extra: readonly string[] };

/**
 * Whether notices may be sent to this address. Whoever has a token of the CRM chooses it, so that any other server,
 * above all one inside the operator's network, has to be named by the operator first.
 */
export function isAllowedNotifyUrl(url: string, { own, extra }: NotifyHosts): boolean {
  const wanted = parse(url);
  if (wanted === undefined) return false;
  return [own, ...extra].some((one) => {
    const allowed = parse(one);
    return allowed !== undefined && (allowed.origin === wanted.origin || isSameMachine(allowed, wanted));
  });
}

/** All names of this machine are one server, at one port. */
function isSameMachine(a: URL, b: URL): boolean {
  return isLoopback(a) && isLoopback(b) && a.port === b.port && a.protocol === b.protocol;
}

function isLoopback({ hostname }: URL): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

/** An address with a user name in it hides where it really leads. */
function parse(url: string): URL | undefined {
  if (!URL.canParse(url)) return undefined;
  const parsed = new URL(url);
  const isPlain = parsed.username === "" && parsed.password === "";
  return isPlain && (parsed.protocol === "https:" || parsed.protocol === "http:") ? parsed : undefined;
}
