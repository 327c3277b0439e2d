import { z } from "zod";
import { trustedProxies } from "#platform/http/client-address.ts";

const List = z
  .string()
  .default("")
  .transform((text) =>
    text
      .split(",")
      .map((one) => one.trim())
      .filter((one) => one !== ""),
  );

const Roles = z
  .string()
  .transform((text) => text.split(",").map((role) => role.trim()))
  .pipe(z.array(z.enum(["web", "worker"])).min(1));

/** The environment variables, each with what it is for: docs/reference/environment.md is printed from this. */
export const Environment = z.object({
  PORT: z.coerce
    .number("must be a port, a number from 0 to 65535")
    .int("must be a whole number")
    .min(0)
    .max(65_535)
    .default(4000)
    .meta({
      description: "The port that the server listens on; 0 takes any free one.",
    }),
  HOST: z.string().default("127.0.0.1").meta({
    description: "The address that the server listens on; 0.0.0.0 makes it reachable from other machines.",
  }),
  CONCORD_PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .meta({
      description:
        "The address by which browsers, and the sync itself, reach the server, where that is not http://localhost:PORT: behind a proxy, or on another machine.",
    }),
  CONCORD_DATA: z.string().min(1).default(".concord").meta({
    description:
      "The folder of the embedded database, the master key and the demo's password. A path that is not absolute begins at the folder the command is given in; the default is in the clone.",
  }),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .meta({
      description:
        "A PostgreSQL server (15 or newer) to use instead of the embedded one: postgres://user:password@host:5432/database.",
    }),
  CONCORD_ROLES: Roles.prefault("web,worker").meta({
    description: "What the process does: web answers requests, worker runs the syncs.",
  }),
  CONCORD_MASTER_KEY: z
    .string()
    .regex(/^[A-Za-z0-9+/]{43}=$/, "must be 32 bytes in base 64, for instance from: openssl rand -base64 32")
    .optional()
    .meta({
      description:
        "The key that seals the credentials of CRM connections: 32 bytes in base 64. Where it is not given, one is made and kept in the data folder as master.key.",
    }),
  CONCORD_CRM_URLS: List.meta({
    description:
      "Addresses of CRM servers, separated by commas, that a connection may point to beside this server's own and Zoho's data centres.",
  }),
  CONCORD_NOTIFY_URLS: List.meta({
    description:
      "Addresses of servers, separated by commas, that the built-in CRM may send notifications of changes to, beside this server's own.",
  }),
  CONCORD_STRIPE_URL: z
    .url({ protocol: /^https?$/ })
    .default("https://api.stripe.com")
    .meta({
      description:
        "Where Stripe's API is asked to collect money: for tests, and for a proxy that requests have to go through.",
    }),
  CONCORD_WEBHOOK_ALLOW_PRIVATE: z.enum(["on", "off"]).default("off").meta({
    description:
      "Whether webhooks may go to addresses inside your network, and without encryption, and e-mails by mail servers there. Whoever administers an organization chooses those addresses.",
  }),
  CONCORD_LIVE: z.enum(["on", "off"]).default("on").meta({
    description:
      "Whether a change on either side starts a sync within seconds. Where it is off, changes wait for the schedule.",
  }),
  CONCORD_TRUSTED_PROXIES: List.refine(areNetworks, "must be addresses or networks such as 10.0.0.0/8").meta({
    description:
      "Proxies in front of the server, as addresses or networks separated by commas, whose X-Forwarded-For tells who a request is from. Where none is named, it is whoever opened the connection.",
  }),
  CONCORD_SIGN_UP: z.enum(["open", "closed"]).default("open").meta({
    description:
      "Whether anybody who reaches the server may make an account. Where it is closed, administrators add people to their organizations, and commands on the server make organizations.",
  }),
  CONCORD_DEMO: z.enum(["on", "off"]).default("on").meta({
    description: "Whether a first start on empty data fills the demo.",
  }),
  CONCORD_LOG: z.enum(["debug", "info", "warn", "error", "silent"]).default("info").meta({
    description: "The least important events that are written to the log, which is standard error.",
  }),
});

export type Role = "web" | "worker";

/** Everything the environment decides. `dataDir` holds the embedded database, keys and the demo password. */
export type Config = {
  port: number;
  host: string;
  dataDir: string;
  /** Where browsers and the sync reach this server; undefined means http://localhost:<port>. */
  publicUrl: string | undefined;
  roles: Role[];
  masterKey: string | undefined;
  log: "debug" | "info" | "warn" | "error" | "silent";
  /** CRM servers that a connection may point to, beside our own and Zoho's data centres. */
  crmUrls: string[];
  /** Servers that notifications of the CRM may go to, beside this one. */
  notifyUrls: string[];
  /** Where Stripe's API is. */
  stripeUrl: string;
  /** Whether webhooks, and the connections to mail servers, may go to addresses inside the network. */
  mayReachPrivate: boolean;
  /** Whether changes start syncs. */
  isLive: boolean;
  /** Addresses and networks of proxies whose X-Forwarded-For is believed. */
  trustedProxies: string[];
  databaseUrl: string | undefined;
  /** Whether anybody may make an account. */
  isSignUpOpen: boolean;
  /** Whether a first start on empty data fills a demo organization. */
  demo: boolean;
};

/** The configuration from environment variables. Throws with one line a wrong variable. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const parsed = Environment.safeParse(
    Object.fromEntries(Object.entries(env).filter(([, value]) => value !== "")),
  );
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    throw new Error(`config.invalid: ${lines.join("; ")}; correct the environment variables and start again`);
  }
  const values = parsed.data;
  return {
    port: values.PORT,
    host: values.HOST,
    dataDir: values.CONCORD_DATA,
    publicUrl: values.CONCORD_PUBLIC_URL?.replace(/\/+$/, ""),
    roles: values.CONCORD_ROLES,
    masterKey: values.CONCORD_MASTER_KEY,
    log: values.CONCORD_LOG,
    crmUrls: values.CONCORD_CRM_URLS,
    notifyUrls: values.CONCORD_NOTIFY_URLS,
    stripeUrl: values.CONCORD_STRIPE_URL,
    mayReachPrivate: values.CONCORD_WEBHOOK_ALLOW_PRIVATE === "on",
    isLive: values.CONCORD_LIVE === "on",
    trustedProxies: values.CONCORD_TRUSTED_PROXIES,
    databaseUrl: values.DATABASE_URL,
    isSignUpOpen: values.CONCORD_SIGN_UP === "open",
    demo: values.CONCORD_DEMO === "on",
  };
}

function areNetworks(entries: readonly string[]): boolean {
  try {
    trustedProxies(entries);
    return true;
  } catch {
    return false;
  }
}
