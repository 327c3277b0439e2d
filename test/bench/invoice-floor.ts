import pg from "pg";
import type { OrganizationId } from "#kernel/id.ts";

/** The rows of one invoice in a table: which they are, said of the document's id as $2. */
type Part = { table: string; of: string };

const parts: readonly Part[] = [
  { table: "document", of: "id = any ($2)" },
  { table: "document_line", of: "document_id = any ($2)" },
  { table: "ledger_posting", of: "document_id = any ($2)" },
  {
    table: "ledger_entry",
    of: "posting_id in (select id from ledger_posting where organization_id = $1 and document_id = any ($2))",
  },
  { table: "subscription_event", of: "invoice_id = any ($2)" },
];

/** Invoices whose rows are held at once. */
const batch = 1000;

type Statement = { text: string; values: unknown[] };

/**
 * The least that any billing run must do: the same rows inserted again as they are, each invoice in a transaction of
 * its own, one INSERT a table, into tables with the same indexes and checks. Nothing is decided, reckoned or read. What
 * is timed is the inserting alone. Answers the seconds it took.
 */
export async function insertSame(
  databaseUrl: string,
  organizationId: OrganizationId,
  after: string,
): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const columns = new Map<string, string[]>();
    for (const { table } of parts) {
      await client.query(`create table floor_${table} (like ${table} including all)`);
      columns.set(table, await writtenColumns(client, table));
    }
    const { rows } = await client.query<{ id: string }>("select id from document where id > $1 order by id", [
      after,
    ]);
    const ids = rows.map(({ id }) => id);
    let seconds = 0;
    for (let at = 0; at < ids.length; at += batch) {
      const held = await hold(client, organizationId, ids.slice(at, at + batch), columns);
      const started = performance.now();
      for (const statements of held) {
        await client.query("begin");
        for (const { text, values } of statements) await client.query(text, values);
        await client.query("commit");
      }
      seconds += (performance.now() - started) / 1000;
    }
    return seconds;
  } finally {
    await client.end();
  }
}

/** The statements that insert each of the invoices anew. */
async function hold(
  client: pg.Client,
  organizationId: string,
  ids: string[],
  columns: ReadonlyMap<string, string[]>,
): Promise<Statement[][]> {
  const owners = new Map<string, string>();
  const found = new Map<string, Statement[]>(ids.map((id) => [id, []]));
  for (const { table, of } of parts) {
    const names = columns.get(table) ?? [];
    const list = names.map((name) => `"${name}"`).join(", ");
    const texts = names.map((name) => `"${name}"::text`).join(", ");
    const { rows } = await client.query<(string | null)[]>({
      text: `select ${texts} from ${table} where organization_id = $1 and ${of}`,
      values: [organizationId, ids],
      rowMode: "array",
    });
    const ownerOf = (row: (string | null)[]): string => {
      const value = (name: string) => row[names.indexOf(name)] ?? "";
      if (table === "ledger_posting") owners.set(value("id"), value("document_id"));
      if (table === "ledger_entry") return owners.get(value("posting_id")) ?? "";
      return value({ document: "id", subscription_event: "invoice_id" }[table] ?? "document_id");
    };
    for (const [owner, own] of Map.groupBy(rows, ownerOf)) {
      const places = own.map(
        (row, at) => `(${row.map((_, column) => `$${at * names.length + column + 1}`).join(", ")})`,
      );
      const text = `insert into floor_${table} (${list}) values ${places.join(", ")}`;
      found.get(owner)?.push({ text, values: own.flat() });
    }
  }
  return [...found.values()];
}

async function writtenColumns(client: pg.Client, table: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select column_name as name from information_schema.columns
      where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER' order by ordinal_position`,
    [table],
  );
  return rows.map(({ name }) => name);
}
