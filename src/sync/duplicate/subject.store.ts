import { sql } from "kysely";
import type { ConnectionId, CustomerId } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import { countryCode } from "./country.ts";
import type { Subject } from "./subject.ts";

/** Customers that are not merged away, in the order of their ids, as they are compared. */
export async function listCustomerSubjects(
  tx: Tx,
  after: string,
  limit: number,
  home: string | null,
): Promise<Subject[]> {
  const rows = await tx
    .selectFrom("customer")
    .select(["id", "display_name", "company_name", "email", "phone", "mobile", "website", "tax_reg_no"])
    .select(["billing_street", "billing_city", "billing_zip", "billing_country"])
    .where("merged_into", "is", null)
    .where("id", ">", after as CustomerId)
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    place: "customers",
    id: row.id,
    name: row.company_name ?? row.display_name,
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
