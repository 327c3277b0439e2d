import pg from "pg";
import { copyRows } from "#platform/db/copy.ts";
import { query } from "./fill.ts";

const fields = [
  "Account_Name",
  "Phone",
  "Fax",
  "Website",
  "Billing_Street",
  "Billing_City",
  "Billing_State",
  "Billing_Code",
  "Billing_Country",
  "Shipping_Street",
  "Shipping_City",
  "Shipping_State",
  "Shipping_Code",
  "Shipping_Country",
  "Description",
  "Modified_Time",
];

/**
 * The least that any import must do: the same pages fetched over HTTP, parsed, and merged raw into one table by COPY and
 * INSERT ... ON CONFLICT, the next page in flight meanwhile. Answers the seconds it took.
 */
export async function runFloor(world: { url: string; databaseUrl: string; token: string }): Promise<number> {
  await query(world.databaseUrl, "drop table if exists floor_record", []);
  await query(
    world.databaseUrl,
    `create table floor_record (id text primary key, ${fields.map((name) => `"${name}" text`).join(", ")})`,
    [],
  );
  const client = new pg.Client({ connectionString: world.databaseUrl });
  await client.connect();
  await client.query("set jit = off");
  const started = performance.now();
  let waiting: Record<string, unknown>[] = [];
  let next = fetchPage(world, undefined);
  for (;;) {
    const page = await next;
    const { next_page_token: token } = page.info;
    if (token) next = fetchPage(world, token);
    waiting = [...waiting, ...page.data];
    if (waiting.length >= 1000 || !token) {
      await merge(client, waiting);
      waiting = [];
    }
    if (!token) break;
  }
  const seconds = (performance.now() - started) / 1000;
  await client.end();
  return seconds;
}

type Page = { data: Record<string, unknown>[]; info: { next_page_token: string | null } };

async function fetchPage(
  { url, token }: { url: string; token: string },
  pageToken: string | undefined,
): Promise<Page> {
  const more = pageToken ? `&page_token=${encodeURIComponent(pageToken)}` : "";
  const response = await fetch(`${url}/crm/v8/Accounts?fields=${fields.join(",")}&per_page=200${more}`, {
    headers: { authorization: `Zoho-oauthtoken ${token}` },
  });
  if (!response.ok) throw new Error(`the CRM answered ${response.status}`);
  return (await response.json()) as Page;
}

async function merge(client: pg.Client, records: Record<string, unknown>[]): Promise<void> {
  const columns = ["id", ...fields];
  await client.query("begin");
  await client.query(
    "create temporary table if not exists floor_incoming (like floor_record) on commit delete rows",
  );
  await copyRows(
    client,
    "floor_incoming",
    columns,
    records.map((record) => columns.map((name) => (record[name] ?? null) as string | null)),
  );
  const list = columns.map((name) => `"${name}"`).join(", ");
  const sets = fields.map((name) => `"${name}" = excluded."${name}"`).join(", ");
  await client.query(
    `insert into floor_record (${list}) select ${list} from floor_incoming on conflict (id) do update set ${sets}`,
  );
  await client.query("commit");
}
