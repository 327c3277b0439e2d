import pg from "pg";

/** Letters for names that differ, as real ones do. */
const words = [
  "North",
  "Blue",
  "River",
  "Summit",
  "Harbor",
  "Cedar",
  "Atlas",
  "Vertex",
  "Lumen",
  "Granite",
  "Quartz",
  "Delta",
];

type Fill = { databaseUrl: string; organizationId: string; from: number; count: number; numbers?: boolean };

/**
 * Puts accounts straight into the CRM's table, as many as asked, with thirteen filled fields each, or with
 * `numbers` three more that are counted and chosen: the bench measures reading them, not making them. Numbers continue at `from`, so that names never repeat.
 */
export async function fillAccounts({
  databaseUrl,
  organizationId,
  from,
  count,
  numbers = false,
}: Fill): Promise<void> {
  await query(
    databaseUrl,
    `insert into crm_record (organization_id, module, name, values, owner_id, created_by, modified_by, created_time, modified_time)
     select $1, 'Accounts', n.name, jsonb_build_object('Account_Name', n.name, 'Phone', '+1 202 555 ' || lpad((i % 10000)::text, 4, '0'),
        'Fax', '+1 202 556 ' || lpad((i % 10000)::text, 4, '0'), 'Website', 'https://www.company' || i || '.example',
        'Billing_Street', i || ' Main Street', 'Billing_City', 'Springfield', 'Billing_State', 'IL', 'Billing_Code', lpad((i % 100000)::text, 5, '0'),
        'Billing_Country', 'United States', 'Shipping_City', 'Springfield', 'Shipping_Country', 'United States', 'Description', 'Customer number ' || i)
        || case when $5 then jsonb_build_object('Annual_Revenue', i::bigint * 7919 % 1000003, 'Employees', 1 + i % 500,
             'Industry', (array['Banking', 'Retail', 'Energy', 'Telecom'])[1 + i % 4]) else '{}' end,
        u.id, u.id, u.id, clock_timestamp() - interval '1 hour', clock_timestamp() - interval '1 hour'
       from generate_series($2::int, $2::int + $3::int - 1) as i
       cross join lateral (select ($4::text[])[1 + i % 12] || ' ' || ($4::text[])[1 + (i / 12) % 12] || ' ' || i || ' Inc' as name) n
       cross join (select id from crm_user where organization_id = $1 order by id limit 1) u`,
    [organizationId, from, count, words, numbers],
  );
  await query(databaseUrl, "analyze crm_record", []);
}

/** Changes so many accounts, spread over all, as people would. */
export async function editAccounts(
  databaseUrl: string,
  organizationId: string,
  count: number,
): Promise<void> {
  await query(
    databaseUrl,
    `update crm_record set values = values || jsonb_build_object('Phone', '+1 303 555 ' || lpad((random() * 9999)::int::text, 4, '0')),
            modified_time = clock_timestamp()
      where organization_id = $1 and id in (
        select id from (select id, row_number() over (order by id) as n, count(*) over () as total from crm_record
          where organization_id = $1 and module = 'Accounts') numbered
         where n % greatest(total / $2::int, 1) = 0 limit $2::int)`,
    [organizationId, count],
  );
}

/** Runs a statement as the owner. */
export async function query<Row extends object>(
  databaseUrl: string,
  text: string,
  values: unknown[],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
}
