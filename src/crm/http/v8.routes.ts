import type { Tx } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import type { ModuleName } from "#crm/field/field.ts";
import type { Needed } from "#crm/key/scope.ts";
import type { CrmCaller } from "#crm/user/caller.ts";
import type { RecordRight } from "#crm/user/permissions.ts";
import type { V8Answer } from "./answer.ts";

/** A call of the v8 API, inside a transaction of the caller's organization. */
export type V8Call = {
  deps: Deps;
  tx: Tx;
  caller: CrmCaller;
  /** The module of the path; set wherever the route's path names one. */
  module: ModuleName;
  params: Record<string, string>;
  query: URLSearchParams;
  headers: Headers;
  /** The body as text; JSON whatever its Content-Type says, because the official client sends none. */
  body: string;
};

export type V8Route = {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** As the router takes it. `:module` is checked and its rights are, too. */
  path: string;
  scope: (call: { module: ModuleName }) => Needed;
  /** What the profile must allow: a right on the module's records, or set-up. Nothing where everybody may. */
  right?: RecordRight | "setup";
  /** API credits that the call costs; 1 unless said. */
  credits?: (call: V8Call, answer: V8Answer) => number;
  handle: (call: V8Call) => Promise<V8Answer>;
};
