/**
 * Zoho's data centres: where a user's account lives and where its API answers. A connection may point to these,
 * to this server and to what its operator configured, and to nothing else: the address of a CRM is never free text.
 * Source: the route tables of Zoho's own SDK; the United Kingdom from newer documentation only.
 */
export const dataCentres = [
  {
    code: "us",
    name: "United States",
    accounts: "https://accounts.zoho.com",
    api: "https://www.zohoapis.com",
    crm: "https://crm.zoho.com",
  },
  {
    code: "eu",
    name: "Europe",
    accounts: "https://accounts.zoho.eu",
    api: "https://www.zohoapis.eu",
    crm: "https://crm.zoho.eu",
  },
  {
    code: "in",
    name: "India",
    accounts: "https://accounts.zoho.in",
    api: "https://www.zohoapis.in",
    crm: "https://crm.zoho.in",
  },
  {
    code: "au",
    name: "Australia",
    accounts: "https://accounts.zoho.com.au",
    api: "https://www.zohoapis.com.au",
    crm: "https://crm.zoho.com.au",
  },
  {
    code: "jp",
    name: "Japan",
    accounts: "https://accounts.zoho.jp",
    api: "https://www.zohoapis.jp",
    crm: "https://crm.zoho.jp",
  },
  {
    code: "cn",
    name: "China",
    accounts: "https://accounts.zoho.com.cn",
    api: "https://www.zohoapis.com.cn",
    crm: "https://crm.zoho.com.cn",
  },
  {
    code: "ca",
    name: "Canada",
    accounts: "https://accounts.zohocloud.ca",
    api: "https://www.zohoapis.ca",
    crm: "https://crm.zohocloud.ca",
  },
  {
    code: "sa",
    name: "Saudi Arabia",
    accounts: "https://accounts.zoho.sa",
    api: "https://www.zohoapis.sa",
    crm: "https://crm.zoho.sa",
  },
  {
    code: "uk",
    name: "United Kingdom",
    accounts: "https://accounts.zoho.uk",
    api: "https://www.zohoapis.uk",
    crm: "https://crm.zoho.uk",
  },
] as const;

export type DataCentre = (typeof dataCentres)[number];

/** What this server may talk to beside Zoho: its own public address, and the CRM servers its operator configured. */
export type AllowedHosts = { own: string; extra: readonly string[] };

/** The data centre whose accounts or API address this is (live, sandbox or developer edition). */
export function dataCentreOf(url: string): DataCentre | undefined {
  const origin = originOf(url);
  if (origin === undefined) return undefined;
  return dataCentres.find((centre) => centre.accounts === origin || apiOrigins(centre).includes(origin));
}

/**
 * Whether a connection may send credentials and records to this address. Zoho's hosts, our own and the configured
 * ones, all by https. Plain http is for a CRM on this very machine, and only while our own address is on it as well,
 * so that a server reachable by others cannot be turned against the services beside it (OWASP ASVS 1.3.6).
 */
export function isAllowedCrmHost(url: string, allowed: AllowedHosts): boolean {
  const parsed = parse(url);
  if (parsed === undefined) return false;
  if (parsed.protocol === "http:") return isLoopback(parsed) && isLoopback(parse(allowed.own));
  return (
    dataCentreOf(url) !== undefined ||
    [allowed.own, ...allowed.extra].some((one) => originOf(one) === parsed.origin)
  );
}

/** Whether both addresses are one server: same scheme, host and port. All names of this machine are one host. */
export function isSameHost(one: string, other: string): boolean {
  const [a, b] = [parse(one), parse(other)];
  if (a === undefined || b === undefined) return false;
  if (a.origin === b.origin) return true;
  return isLoopback(a) && isLoopback(b) && a.port === b.port && a.protocol === b.protocol;
}

function apiOrigins(centre: DataCentre): string[] {
  return ["www", "sandbox", "developer"].map((edition) => centre.api.replace("//www.", `//${edition}.`));
}

function originOf(url: string): string | undefined {
  return parse(url)?.origin;
}

/** Addresses with a user name or a password in them are refused: they hide where a request really goes. */
function parse(url: string): URL | undefined {
  if (!URL.canParse(url)) return undefined;
  const parsed = new URL(url);
  const plain = parsed.username === "" && parsed.password === "";
  return plain && (parsed.protocol === "https:" || parsed.protocol === "http:") ? parsed : undefined;
}

function isLoopback(url: URL | undefined): boolean {
  return (
    url !== undefined &&
    (url.hostname === "localhost" || url.hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(url.hostname))
  );
}
