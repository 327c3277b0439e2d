import pino from "pino";
import type { Config } from "#platform/config/config.ts";

export type Log = pino.Logger;

/** Names under which a secret may appear in a logged object; their values are never written. */
const secretNames = [
  "password",
  "key",
  "zsc_key",
  "token",
  "access_token",
  "refresh_token",
  "client_secret",
  "authorization",
  "cookie",
];

/** Structured log: one JSON line an event, to standard error, so that standard output belongs to the commands. */
export function createLog(level: Config["log"]): Log {
  const paths = secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, redact: { paths, censor: "[secret]" } },
    pino.destination({ dest: 2, sync: true }),
  );
}
