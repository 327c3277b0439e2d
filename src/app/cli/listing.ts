import type { Command } from "commander";
import type { ErrorCode } from "#kernel/errors.ts";
import { AppError } from "#kernel/errors.ts";
import { act, type Context } from "./context.ts";
import { limitOf } from "./limit.ts";
import { tableLines } from "./output.ts";

export type ListOptions = {
  search?: string;
  status?: string;
  customer?: string;
  limit: string;
  cursor?: string;
};

/** What a list endpoint is asked with. Statuses are checked by the server, which names those that there are. */
type Query = { limit: number; search?: string; cursor?: string; status?: never; customer_id?: string };

type Found<Item> = { items: Item[]; next_cursor: string | null };

type Listing<Item> = {
  kind: string;
  /** What `--search` finds; a list without it cannot be searched. */
  search?: string;
  /** Whether it can be narrowed to a status, to a customer. */
  by?: readonly ("status" | "customer")[];
  ask: (context: Context<ListOptions>, query: Query) => Promise<Found<Item>>;
  row: (item: Item) => string[];
};

/** `list`: one kind of things, a line each. */
export function addList<Item>(of: Command, { kind, search, by = [], ask, row }: Listing<Item>): void {
  const list = of.command("list").description(`list ${search === undefined ? "" : "or search "}${kind}s`);
  if (search !== undefined) list.option("--search <text>", search);
  if (by.includes("status")) list.option("--status <status>", "of one status only");
  if (by.includes("customer")) list.option("--customer <customer>", "of one customer only, by its id");
  list
    .option("--limit <number>", "how many at most", "50")
    .option("--cursor <cursor>", "where to go on, from the answer before");
  act<ListOptions>(list, async (context) => {
    const page = await ask(context, queryOf(context.options));
    return {
      json: page,
      lines: page.items.length === 0 ? [noneOf(kind, context.options)] : tableLines(page.items.map(row)),
    };
  });
}

function queryOf(options: ListOptions): Query {
  const { search, status, customer, cursor } = options;
  return {
    limit: limitOf(options),
    ...(search === undefined ? {} : { search }),
    ...(status === undefined ? {} : { status: status as never }),
    ...(customer === undefined ? {} : { customer_id: customer }),
    ...(cursor === undefined ? {} : { cursor }),
  };
}

function noneOf(kind: string, { search, status, customer }: ListOptions): string {
  if (search !== undefined) return `No ${kind} holds ${search}`;
  return status === undefined && customer === undefined ? `No ${kind} yet` : `No such ${kind}`;
}

type Numbered = { id: string; number: string | null };

/** The id of what a person names by its id or by its number, such as `INV-000001`. */
export async function idOf(
  given: string,
  prefix: string,
  missing: ErrorCode,
  search: (query: { search: string; limit: number }) => Promise<{ items: Numbered[] }>,
): Promise<string> {
  if (given.startsWith(`${prefix}_`)) return given;
  const { items } = await search({ search: given, limit: 50 });
  const found = items.find(({ number }) => number === given);
  if (!found) throw new AppError(missing, { message: `There is no ${given}` });
  return found.id;
}
