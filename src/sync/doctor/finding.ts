import type { Finding } from "./doctor.api.ts";

type Name = Finding["check"];

/** What to do: in a sentence, by a command, on a page. */
export type Remedy = { remedy: string; command?: string; page?: NonNullable<Finding["page"]> };

/** Nothing to do. */
export function ok(check: Name, what: string): Finding {
  return { check, state: "ok", what, remedy: null, command: null, page: null };
}

/** The sync works, and somebody should look. */
export function warned(check: Name, what: string, remedy: Remedy): Finding {
  return { check, state: "warned", what, command: null, page: null, ...remedy };
}

/** The sync does not do its work, or not all of it. */
export function failed(check: Name, what: string, remedy: Remedy): Finding {
  return { check, state: "failed", what, command: null, page: null, ...remedy };
}

/** `1 record`, `2 records`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;
}

/** Minutes as people say them: `less than a minute`, `5 minutes`, `3 hours`, `2 days`. */
export function lasting(minutes: number): string {
  if (minutes < 1) return "less than a minute";
  if (minutes < 120) return counted(Math.round(minutes), "minute");
  const hours = minutes / 60;
  return hours < 48 ? counted(Math.round(hours), "hour") : counted(Math.round(hours / 24), "day");
}
