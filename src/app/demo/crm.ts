import type { Caller } from "#platform/http/call.ts";
import type { DemoData } from "./people.ts";

/** Tells how far a step is: so many of so many. */
export type Tally = (done: number, all: number) => void;

type Row = Record<string, unknown>;
type Item = { code: string; message: string; details: Row };

/** Most records in one request of the v8 API. */
const batchSize = 100;

/** Adds the check box "Sync to billing" to accounts, and a view of those that are ticked, where they are missing. */
export async function addCheckBox(caller: Caller): Promise<void> {
  const fields = await ask(caller, "GET", "/settings/fields?module=Accounts");
  if (!(fields["fields"] as Row[]).some((field) => field["api_name"] === "Sync_to_billing"))
    await change(caller, "/settings/fields?module=Accounts", "fields", [
      { field_label: "Sync to billing", data_type: "boolean" },
    ]);
  const views = await ask(caller, "GET", "/settings/custom_views?module=Accounts");
  if ((views["custom_views"] as Row[]).some((view) => view["name"] === "Sync to billing")) return;
  const criteria = { field: { api_name: "Sync_to_billing" }, comparator: "equal", value: true };
  const columns = ["Account_Name", "Phone", "Billing_City", "Sync_to_billing"].map((api_name) => ({
    api_name,
  }));
  await change(caller, "/settings/custom_views?module=Accounts", "custom_views", [
    { name: "Sync to billing", criteria, access_type: "public", fields: columns },
  ]);
}

/** Writes the accounts and contacts, in batches. What is there already is found by name or e-mail, so it may be called again. */
export async function writeRecords(
  caller: Caller,
  { accounts, singles }: DemoData,
  tally: Tally,
): Promise<void> {
  const all = accounts.reduce((sum, { contacts }) => sum + 1 + contacts.length, singles.length);
  const ids = await upsert(
    caller,
    "Accounts",
    accounts.map(({ record }) => record),
    (done) => tally(done, all),
  );
  const contacts = accounts.flatMap(({ contacts }, at) =>
    contacts.map((contact) => ({ ...contact, Account_Name: { id: ids[at] } })),
  );
  await upsert(caller, "Contacts", [...contacts, ...singles], (done) => tally(accounts.length + done, all));
}

/** Changes accounts, each found by its name. */
export async function changeAccounts(
  caller: Caller,
  accounts: readonly (Row & { Account_Name: string })[],
): Promise<void> {
  await change(caller, "/Accounts/upsert", "data", accounts);
}

async function upsert(
  caller: Caller,
  module: "Accounts" | "Contacts",
  rows: readonly Row[],
  tell: (done: number) => void,
): Promise<string[]> {
  const ids: string[] = [];
  for (let at = 0; at < rows.length; at += batchSize) {
    const items = await change(caller, `/${module}/upsert`, "data", rows.slice(at, at + batchSize));
    ids.push(...items.map(({ details }) => String(details["id"])));
    tell(ids.length);
  }
  return ids;
}

/** Sends a list and answers what became of each; throws where one was refused. */
async function change(caller: Caller, path: string, name: string, rows: readonly Row[]): Promise<Item[]> {
  const answer = await ask(caller, "POST", path, { [name]: rows });
  const items = answer[name] as Item[] | undefined;
  const bad = items === undefined ? (answer as Item) : items.find(({ code }) => code !== "SUCCESS");
  if (!items || bad)
    throw new Error(
      `demo.crm_refused: the CRM refused ${path}: ${JSON.stringify(bad)}; start again, or set CONCORD_DEMO=off`,
    );
  return items;
}

async function ask(caller: Caller, method: "GET" | "POST", path: string, body?: Row): Promise<Row> {
  const response = await fetch(`${caller.baseUrl}/crm/v8${path}`, {
    method,
    headers: caller.headers(),
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return (await response.json()) as Row;
}
