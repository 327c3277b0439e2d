import { BlockList, isIP } from "node:net";

/** Proxies in front of this server whose X-Forwarded-For is believed. */
export type TrustedProxies = { has(address: string): boolean };

/** Reads addresses and networks (`10.0.0.0/8`). Throws on one that is neither. */
export function trustedProxies(entries: readonly string[]): TrustedProxies {
  const list = new BlockList();
  for (const entry of entries) addEntry(list, entry);
  return {
    has(address) {
      const kind = isIP(address);
      return kind !== 0 && list.check(address, kind === 6 ? "ipv6" : "ipv4");
    },
  };
}

/**
 * Who sent a request: the peer of the connection, or, where that is a trusted proxy, the nearest address before it
 * that is none. What a client writes into the header itself is further to the left and is never looked at.
 */
export function clientAddress(peer: string, forwarded: string | null, proxies: TrustedProxies): string {
  const hops = (forwarded ?? "").split(",").map((hop) => plain(hop.trim()));
  let address = plain(peer);
  while (proxies.has(address)) {
    const before = hops.pop();
    if (before === undefined || isIP(before) === 0) return address;
    address = before;
  }
  return address;
}

/** An IPv4 address that comes as an IPv6 one. */
function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, "");
}

function addEntry(list: BlockList, entry: string): void {
  const [, address = "", prefix] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(entry) ?? [];
  const kind = isIP(address);
  const bits = kind === 6 ? 128 : 32;
  if (kind === 0 || Number(prefix ?? bits) > bits)
    throw new Error(`${entry} is not an address or a network such as 10.0.0.0/8`);
  list.addSubnet(address, Number(prefix ?? bits), kind === 6 ? "ipv6" : "ipv4");
}
