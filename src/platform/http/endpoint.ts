import type { z } from "zod";
import type { ErrorCode } from "#kernel/errors.ts";

/**
 * Who may call: anyone; whoever is signed in (no organization yet); or a member of the organization whose role
 * reaches this level. member: every role; what may be done there is up to the CRM's profiles. read: every role but
 * that of who has the CRM alone. write: sales and above. admin: admin and owner.
 */
export type Access = "public" | "signed_in" | "member" | "read" | "write" | "admin";

type Schema = z.ZodType;

/** An operation as data: served and documented by serve.ts, called by call.ts, with the types of its schemas. */
export type Endpoint = {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below /api/v1, with parameters in braces: `/customers/{id}`. */
  path: `/${string}`;
  summary: string;
  tag: string;
  access: Access;
  params?: Schema;
  query?: Schema;
  body?: Schema;
  reply: Schema;
  /** Set where the answer is not JSON: the handler then returns a Response. */
  stream?: "text/csv" | "text/event-stream" | "application/pdf" | "application/octet-stream";
  /** Set where the caller may have something else than JSON: the handler then returns a Response for that. */
  or?: "text/csv";
  /** Largest body in bytes; 1 MB where not said. */
  maxBodyBytes?: number;
  /** Reads or writes a whole table, or calls another server: an organization may do so less often (http/limits.ts). */
  costly?: boolean;
  refuses?: readonly ErrorCode[];
};

type Parsed<Value> = Value extends Schema ? z.output<Value> : undefined;
type Given<Value> = Value extends Schema ? z.input<Value> : undefined;

/** What a handler gets, after validation. */
export type Input<E extends Endpoint> = {
  params: Parsed<E["params"]>;
  query: Parsed<E["query"]>;
  body: Parsed<E["body"]>;
};

/** What a handler returns. */
export type Output<E extends Endpoint> = E["stream"] extends string
  ? Response
  : z.input<E["reply"]> | (E["or"] extends string ? Response : never);

/** What a caller receives. */
export type Received<E extends Endpoint> = z.output<E["reply"]>;

type Optional<Value> = undefined extends Value ? true : Record<string, never> extends Value ? true : false;
type Part<Name extends string, Value> = [Value] extends [undefined]
  ? { [K in Name]?: undefined }
  : Optional<Value> extends true
    ? { [K in Name]?: Value }
    : { [K in Name]: Value };

/** What a caller sends; parts that the endpoint does not have, or that may be empty, can be left out. */
export type Call<E extends Endpoint> = Part<"params", Given<E["params"]>> &
  Part<"query", Given<E["query"]>> &
  Part<"body", Given<E["body"]>>;

/** Names an endpoint, keeping its exact type. */
export function endpoint<const E extends Endpoint>(definition: E): E {
  return definition;
}
