import { z } from "zod";
import type { ErrorCode } from "#kernel/errors.ts";
import { endpoint } from "#platform/http/endpoint.ts";
import { booleanFlag, pageSize } from "#billing/customer/customer-schema.api.ts";
import { amountFilter, filterQuery, listFilter } from "#billing/listing/list-filter.api.ts";
import type { DocumentKind } from "./kind.ts";

type Statuses = Readonly<Record<string, string>>;

/** What the endpoints of one kind of document differ in. */
type Kind<
  Status extends Statuses,
  Filter extends z.ZodRawShape,
  Ref extends z.ZodType,
  Item extends z.ZodType,
  View extends z.ZodType,
  Create extends z.ZodType,
  Edit extends z.ZodType,
> = {
  kind: DocumentKind;
  /** Where they are: `/estimates`. */
  path: `/${string}`;
  /** What they are called, several of them: `Estimates`. */
  tag: string;
  /** What one is told with, what its draft is, and what writing it anew is. */
  words: { get: string; create: string; edit: string };
  statuses: z.ZodEnum<Status>;
  /** What a list can be narrowed to beside a status and a search. */
  filter: Filter;
  ref: Ref;
  item: Item;
  view: View;
  create: Create;
  edit: Edit;
  /** Why one cannot be written for its other side, and why it cannot be written anew. */
  refuses: { create: readonly ErrorCode[]; edit: readonly ErrorCode[] };
};

/** The refusals of a document for a customer. */
export const customerRefuses = {
  create: ["customer.not_found", "customer.merged", "document.customer_inactive"],
  edit: ["document.changed_meanwhile", "document.customer_inactive"],
} as const satisfies Record<string, readonly ErrorCode[]>;

/** The endpoints that every kind of document has: a list, one, and a draft that is written, written anew and deleted. */
export function documentEndpoints<
  const Status extends Statuses,
  Filter extends z.ZodRawShape,
  Ref extends z.ZodType,
  Item extends z.ZodType,
  View extends z.ZodType,
  Create extends z.ZodType,
  Edit extends z.ZodType,
>(of: Kind<Status, Filter, Ref, Item, View, Create, Edit>) {
  const { kind, tag, words, ref: params, view: reply, refuses } = of;
  const path: `/${string}` = `${of.path}/{${kind}}`;
  const named = kind === "purchase_order" ? "their vendor's name" : "a word of their customer's name";
  const summary = `${tag}, the newest date first; a search finds those whose number, or ${named}, begins with it, or whose reference it is`;
  const deleted = z.object({ deleted: z.literal(true) });
  const missing = `${kind}.not_found` as const;
  const fixed = [missing, `${kind}.not_draft`] as const;
  const written = ["document.without_lines", "exchange_rate.missing"] as const;
  const read = { tag, method: "GET", access: "read" } as const;
  const write = { tag, access: "write" } as const;
  return {
    list: endpoint({ ...read, path: of.path, summary, query: listQuery(of), reply: listReply(of.item) }),
    export: exportOf(of),
    get: endpoint({ ...read, path, summary: words.get, params, reply, refuses: [missing] }),
    create: endpoint({
      ...write,
      method: "POST",
      path: of.path,
      summary: words.create,
      body: of.create,
      reply,
      refuses: [...refuses.create, ...written],
    }),
    edit: endpoint({
      ...write,
      method: "PUT",
      path,
      summary: words.edit,
      params,
      body: of.edit,
      reply,
      refuses: [...fixed, ...refuses.edit, ...written],
    }),
    remove: endpoint({
      ...write,
      method: "DELETE",
      path,
      summary: "Delete a draft",
      params,
      reply: deleted,
      refuses: fixed,
    }),
  };
}

type Narrowing<Status extends Statuses, Filter extends z.ZodRawShape> = {
  statuses: z.ZodEnum<Status>;
  filter: Filter;
};

function listQuery<Status extends Statuses, Filter extends z.ZodRawShape>(of: Narrowing<Status, Filter>) {
  return filterQuery({ ...narrowing(of), cursor: z.string().max(200).optional(), limit: pageSize });
}

function exportOf<Status extends Statuses, Filter extends z.ZodRawShape>(
  of: Narrowing<Status, Filter> & { path: `/${string}`; tag: string },
) {
  return endpoint({
    method: "GET",
    path: `${of.path}/export`,
    summary: `${of.tag} as a CSV file: all that the list shows`,
    tag: of.tag,
    access: "read",
    costly: true,
    stream: "text/csv",
    query: filterQuery({ ...narrowing(of), bom: booleanFlag.optional() }),
    reply: z.string(),
  });
}

function narrowing<Status extends Statuses, Filter extends z.ZodRawShape>({
  statuses,
  filter,
}: Narrowing<Status, Filter>) {
  return { status: statuses.optional(), ...filter, ...listFilter, ...amountFilter };
}

function listReply<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), next_cursor: z.string().nullable() });
}
