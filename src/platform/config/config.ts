import { z } from "zod";

const Roles = z
  .string()
  .transform((text) => text.split(",").map((role) => role.trim()))
  .pipe(z.array(z.enum(["web", "worker"])).min(1));

const Environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(4000),
  HOST: z.string().default("127.0.0.1"),
  CONCORD_DATA: z.string().min(1).default(".concord"),
  CONCORD_PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  CONCORD_ROLES: Roles.default(["web", "worker"]),
  CONCORD_MASTER_KEY: z
    .string()
    .regex(/^[A-Za-z0-9+/]{43}=$/, "must be 32 bytes in base 64, for instance from: openssl rand -base64 32")
    .optional(),
  CONCORD_LOG: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
  CONCORD_CRM_URLS: z
    .string()
    .default("")
    .transform((text) =>
      text
        .split(",")
        .map((url) => url.trim())
        .filter((url) => url !== ""),
    ),
  CONCORD_DEMO: z.enum(["on", "off"]).default("on"),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
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
  databaseUrl: string | undefined;
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
    databaseUrl: values.DATABASE_URL,
    demo: values.CONCORD_DEMO === "on",
  };
}
