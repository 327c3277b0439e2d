import type { Command } from "commander";
import type { ErrorCode } from "#kernel/errors.ts";
import { AppError } from "#kernel/errors.ts";
import { act, type Context } from "./context.ts";
import { writeOwnFile } from "./file.ts";
import { limitOf } from "./limit.ts";
import { type Answer, tableLines } from "./output.ts";

export type ListOptions = {
  search?: string;
  status?: string;
  customer?: string;
  from?: string;
  to?: string;
  atLeast?: string;
  atMost?: string;
  limit: string;
  cursor?: string;
  csv?: string;
};

/** What a list is narrowed to. Statuses are checked by the server, which names those that there are. */
type Filter = {
  search?: string;
  status?: never;
  customer_id?: string;
  from?: string;
  to?: string;
  at_least?: string;
  at_most?: string;
};

type Query = Filter & { limit: number; cursor?: string };

type Found<Item> = { items: Item[]; next_cursor: string | null };

type Listing<Item> = {
  kind: string;
  /** What `--search` finds; a list without it cannot be searched. */
  search?: string;
  /** What else it can be narrowed to. */
  by?: readonly (keyof typeof narrowings)[];
  ask: (context: Context<ListOptions>, query: Query) => Promise<Found<Item>>;
  /** All of it as CSV; a list without it is written to no file. */
  file?: (context: Context<ListOptions>, query: Filter) => Promise<string>;
  row: (item: Item) => string[];
};

const narrowings = {
  status: [["--status <status>", "of one status only"]],
  customer: [["--customer <customer>", "of one customer only, by its id"]],
  days: [
    ["--from <day>", "from this day on, such as 2026-01-01"],
    ["--to <day>", "up to this day"],
  ],
  amount: [
    ["--at-least <amount>", "of this amount or more, each in its currency"],
    ["--at-most <amount>", "of this amount or less"],
  ],
} as const satisfies Record<string, [flag: string, help: string][]>;

/** `list`: one kind of things, a line each, or all of them as a file. */
export function addList<Item>(of: Command, listing: Listing<Item>): void {
  const { kind, search, by = [], ask, file, row } = listing;
  const list = of.command("list").description(`list ${search === undefined ? "" : "or search "}${kind}s`);
  if (search !== undefined) list.option("--search <text>", search);
  for (const [flag, help] of by.flatMap((one) => [...narrowings[one]])) list.option(flag, help);
  list
    .option("--limit <number>", "how many at most", "50")
    .option("--cursor <cursor>", "where to go on, from the answer before");
  if (file !== undefined) list.option("--csv <file>", "write all of them to a CSV file instead");
  act<ListOptions>(list, async (context) => {
    const { options } = context;
    const filter = filterOf(options);
    if (file !== undefined && options.csv !== undefined)
      return written(`${kind}s`, options.csv, await file(context, filter));
    const { cursor } = options;
    const place = { limit: limitOf(options), ...(cursor === undefined ? {} : { cursor }) };
    const page = await ask(context, { ...filter, ...place });
    return {
      json: page,
      lines: page.items.length === 0 ? [noneOf(kind, filter)] : tableLines(page.items.map(row)),
    };
  });
}

function written(many: string, file: string, csv: string): Answer {
  writeOwnFile(file, csv);
  return { json: { file, bytes: Buffer.byteLength(csv) }, lines: [`The ${many} are in ${file}`] };
}

function filterOf({ search, status, customer, from, to, atLeast, atMost }: ListOptions): Filter {
  return {
    ...(search === undefined ? {} : { search }),
    ...(status === undefined ? {} : { status: status as never }),
    ...(customer === undefined ? {} : { customer_id: customer }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(atLeast === undefined ? {} : { at_least: atLeast }),
    ...(atMost === undefined ? {} : { at_most: atMost }),
  };
}

function noneOf(kind: string, { search, ...narrowed }: Filter): string {
  if (Object.keys(narrowed).length > 0) return `No such ${kind}`;
  return search === undefined ? `No ${kind} yet` : `No ${kind} holds ${search}`;
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
