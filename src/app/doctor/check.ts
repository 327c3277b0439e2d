/** What was looked at, and what to do where it is not well. */
export type Check = {
  name:
    | "folder"
    | "disk"
    | "server"
    | "database"
    | "schema"
    | "roles"
    | "jobs"
    | "audit"
    | "secrets"
    | "sync";
  state: "ok" | "warned" | "failed";
  what: string;
  remedy: string | null;
};

export function ok(name: Check["name"], what: string): Check {
  return { name, state: "ok", what, remedy: null };
}

export function failed(name: Check["name"], what: string, remedy: string): Check {
  return { name, state: "failed", what, remedy };
}

export function warned(name: Check["name"], what: string, remedy: string): Check {
  return { name, state: "warned", what, remedy };
}
