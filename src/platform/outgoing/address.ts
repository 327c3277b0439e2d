import { BlockList, isIP } from "node:net";

/**
 * Networks that are not the internet: the machine itself, its neighbours, and what is reserved (RFC 6890). Somebody
 * who may name an address must not reach the operator's own servers by it.
 */
const closed = new BlockList();
for (const [network, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
] as const)
  closed.addSubnet(network, prefix, "ipv4");
for (const [network, prefix] of [
  ["::", 128],
  ["::1", 128],
  ["64:ff9b::", 96],
  ["64:ff9b:1::", 48],
  ["100::", 64],
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["fc00::", 7],
  ["fe80::", 10],
  ["ff00::", 8],
] as const)
  closed.addSubnet(network, prefix, "ipv6");

/** Whether an IP address is one of the internet. What is no address is none. */
export function isPublicAddress(address: string): boolean {
  const version = isIP(address);
  if (version === 0) return false;
  // ::ffff:10.0.0.1 is 10.0.0.1: the list knows that.
  return !closed.check(address, version === 4 ? "ipv4" : "ipv6");
}

/**
 * Why messages are not sent to this address; undefined where they are. A name is looked up when it is connected to, and
 * what it leads to is checked there. `allowPrivate` is the operator's word for addresses inside the network.
 */
export function urlProblem(text: string, allowPrivate: boolean): string | undefined {
  if (!URL.canParse(text)) return "it is no whole address";
  const { protocol, hostname, username, password } = new URL(text);
  if (username !== "" || password !== "") return "it holds a user name";
  if (protocol !== "https:" && protocol !== "http:") return "it is no web address";
  if (allowPrivate) return undefined;
  if (protocol === "http:") return "messages would be sent unencrypted";
  return hostProblem(hostname.replace(/^\[|\]$/g, ""), allowPrivate);
}

/** Why a host is not spoken to, by its name or address alone; undefined where it is. See `urlProblem`. */
export function hostProblem(name: string, allowPrivate: boolean): string | undefined {
  if (allowPrivate) return undefined;
  const host = name.toLowerCase().replace(/\.$/, "");
  if (isIP(host) !== 0) return isPublicAddress(host) ? undefined : "it is not an address of the internet";
  const isInside = host === "localhost" || /\.(localhost|local|internal|lan|home\.arpa)$/.test(host);
  return isInside || !host.includes(".") ? "it is a name inside a network" : undefined;
}
