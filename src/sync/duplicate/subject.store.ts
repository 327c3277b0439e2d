import { sql } from "kysely";
import { nameKey } from "#billing/customer/match-key.ts";
import type { ConnectionId, CustomerId } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import { countryCode } from "./country.ts";
import type { Subject } from "./subject.ts";

/** Which customers: so many after an id, with the country of who says none, and whether contacts become customers. */
type Wanted = { after: string; limit: number; home: string | null; arePeople: boolean };

/** Customers that are not merged away, in the order of their ids, as they are compared. */
export async function listCustomerSubjects(
  tx: Tx,
  { after, limit, home, arePeople }: Wanted,
): Promise<Subject[]> {
  const rows = await tx
    .selectFrom("customer")
    .select(["id", "display_name", "company_name", "email", "phone", "mobile", "website", "tax_reg_no"])
    .select(["first_name", "last_name"])
    .select(["billing_street", "billing_city", "billing_zip", "billing_country"])
    .where("merged_into", "is", null)
    .where("id", ">", after as CustomerId)
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    place: "customers",
    id: row.id,
    ...nameOf(row, arePeople),
    email: row.email,
    website: row.website,
    phones: [row.phone, row.mobile],
    street: row.billing_street,
    city: row.billing_city,
    zip: row.billing_zip,
    country: countryCode(row.billing_country) ?? home,
    number: row.tax_reg_no,
  }));
}

type Named = Record<"display_name", string> &
  Record<"company_name" | "first_name" | "last_name", string | null>;

/** A customer is a company; where contacts become customers, one that is called as its person is that person. */
function nameOf(row: Named, arePeople: boolean): Pick<Subject, "name" | "company"> {
  const person = nameKey(`${row.first_name ?? ""} ${row.last_name ?? ""}`);
  if (arePeople && person !== null && person === nameKey(row.display_name))
    return { name: row.display_name, company: row.company_name };
  return { name: row.company_name ?? row.display_name, company: null };
}

/** The country that the organization is in, as it says it. */
export async function findHome(tx: Tx): Promise<string | null> {
  const row = await tx.selectFrom("billing_organization").select("country").executeTakeFirst();
  return countryCode(row?.country ?? null);
}

/** What a connection's links say of pairs: who is linked, and which two a person unlinked. */
export type Ties = { customers: Set<string>; records: Set<string>; parted: Set<string> };

export async function findTies(tx: Tx, connection: ConnectionId): Promise<Ties> {
  const rows = await tx
    .selectFrom("link")
    .select(["customer_id", "crm_id", "state"])
    .where("connection_id", "=", connection)
    .where("target", "=", "customer")
    .where("customer_id", "is not", null)
    .execute();
  const ties: Ties = { customers: new Set(), records: new Set(), parted: new Set() };
  for (const { customer_id: customer, crm_id: crmId, state } of rows) {
    if (customer === null) continue;
    if (state === "closed") ties.parted.add(`${customer} ${crmId}`);
    else if (state !== "duplicate") {
      ties.customers.add(customer);
      ties.records.add(crmId);
    }
  }
  return ties;
}

/** How many customers there are to look at. */
export async function countCustomers(tx: Tx): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from customer where merged_into is null`.execute(tx);
  return rows[0]?.count ?? 0;
}
