-- Billing: the organization's settings, customers and their contact persons.

-- Bulk writes go through temporary tables; a server may have taken this right from everybody.
do $$ begin execute format('grant temporary on database %I to concord_app', current_database()); end $$;

create table billing_organization (
  organization_id text primary key, name text not null check (name <> ''), base_currency text not null check (base_currency ~ '^[A-Z]{3}$'),
  time_zone text not null, country text, address jsonb not null default '{}', additional_emails text[] not null default '{}',
  created_at timestamptz not null, updated_at timestamptz not null
);
select protect_tenant_table('billing_organization');
grant select, insert, update on billing_organization to concord_app;

create table customer (
  organization_id text not null, id text not null,
  display_name text not null check (display_name <> ''),
  type text not null check (type in ('business', 'individual')),
  company_name text, salutation text, first_name text, last_name text, email text, phone text, mobile text, fax text,
  website text, department text, designation text, notes text, tags text[] not null default '{}',
  currency_code text not null check (currency_code ~ '^[A-Z]{3}$'),
  payment_terms integer check (payment_terms between 0 and 3650), payment_terms_label text, language text,
  billing_attention text, billing_street text, billing_city text, billing_state text, billing_zip text,
  billing_country text, billing_phone text,
  shipping_attention text, shipping_street text, shipping_city text, shipping_state text, shipping_zip text,
  shipping_country text, shipping_phone text,
  custom_fields jsonb not null default '{}',
  status text not null check (status in ('active', 'inactive')),
  source text not null check (source in ('local', 'crm', 'import')),
  -- Set while the customer is the loser of a merge; it is then inactive.
  merged_into text,
  -- Normalised values that duplicates are found by (billing/customer/match-key.ts); null where there is nothing to match.
  -- All keys compare byte by byte: a range of them is then the set of texts with one beginning. They are columns, not
  -- indexed expressions, because row-level security lets only leakproof comparisons (which lower() is not) use an index.
  name_key text collate "C", email_key text collate "C", phone_key text collate "C", website_key text collate "C",
  -- What lists are sorted and searched by (search-key.ts): the display name in its normal form, and that without its first word.
  sort_name text collate "C" not null, name_rest text collate "C",
  -- How many CRM records are linked; the sync engine counts, billing only reads.
  crm_links integer not null default 0 check (crm_links >= 0),
  -- Counts the writes, so that whoever decided on an older state is refused.
  version integer not null default 1,
  created_at timestamptz not null, updated_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, merged_into) references customer (organization_id, id),
  check (merged_into is null or status = 'inactive')
);
-- Every index costs a bulk load a twentieth of its speed. So a company called like its display name is found by
-- customer_by_name, and keys that are only ever compared for being equal have hash indexes, a third as dear.
create index customer_by_name on customer (organization_id, sort_name, id);
create index customer_name_key on customer (organization_id, name_key) where name_key <> sort_name;
create index customer_name_rest on customer (organization_id, name_rest) where name_rest is not null;
create index customer_email_key on customer (organization_id, email_key) where email_key is not null;
create index customer_phone_key on customer using hash (phone_key) where phone_key is not null;
create index customer_website_key on customer using hash (website_key) where website_key is not null;
create index customer_by_change on customer (organization_id, updated_at, id);
create index customer_inactive on customer (organization_id, sort_name, id) where status = 'inactive';
create index customer_linked on customer (organization_id, id) where crm_links > 0;
create index customer_merged on customer (organization_id, merged_into) where merged_into is not null;
select protect_tenant_table('customer');
grant select, insert, update, delete on customer to concord_app;

create table contact_person (
  organization_id text not null, id text not null, customer_id text not null,
  salutation text, first_name text, last_name text, email text, phone text, mobile text, fax text,
  department text, designation text,
  is_primary boolean not null default false,
  email_key text collate "C",
  version integer not null default 1, created_at timestamptz not null, updated_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, customer_id) references customer (organization_id, id) on delete cascade,
  check (coalesce(first_name, last_name, email, phone, mobile) is not null)
);
create index contact_person_customer on contact_person (organization_id, customer_id);
create unique index contact_person_primary on contact_person (organization_id, customer_id) where is_primary;
create index contact_person_email on contact_person (organization_id, email_key) where email_key is not null;
select protect_tenant_table('contact_person');
grant select, insert, update, delete on contact_person to concord_app;

-- At most ten custom fields for customers: the limit is Zoho Billing's, and the trigger holds it against a race.
create table customer_field (
  organization_id text not null, api_name text not null check (api_name ~ '^cf_[a-z0-9_]{1,60}$'), label text not null check (label <> ''),
  type text not null check (type in ('text', 'number', 'decimal', 'date', 'check_box', 'pick_list', 'email', 'url', 'phone')),
  options text[] not null default '{}', position integer not null, created_at timestamptz not null,
  primary key (organization_id, api_name)
);
select protect_tenant_table('customer_field');
grant select, insert, update, delete on customer_field to concord_app;
create function limit_customer_fields() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtext('customer_field'), hashtext(new.organization_id));
  if (select count(*) from customer_field where organization_id = new.organization_id) >= 10 then
    raise exception 'an organization has at most ten custom fields for customers' using errcode = 'check_violation', constraint = 'customer_field_limit';
  end if;
  return new;
end $$;
create trigger limit_of_ten before insert on customer_field for each row execute function limit_customer_fields();

-- A merge of two customers, with what it moved, so that it can be undone.
create table customer_merge (
  organization_id text not null, id text not null, survivor_id text not null, loser_id text not null,
  moved jsonb not null, merged_by text not null, merged_at timestamptz not null, undone_at timestamptz, undone_by text,
  primary key (organization_id, id),
  -- Only customers whose merges were all undone can be deleted (customer.commands.ts).
  foreign key (organization_id, survivor_id) references customer (organization_id, id) on delete cascade,
  foreign key (organization_id, loser_id) references customer (organization_id, id) on delete cascade,
  check (survivor_id <> loser_id)
);
create unique index customer_merge_open on customer_merge (organization_id, loser_id) where undone_at is null;
create index customer_merge_survivor on customer_merge (organization_id, survivor_id, id);
create index customer_merge_loser on customer_merge (organization_id, loser_id, id);
select protect_tenant_table('customer_merge');
grant select, insert, update on customer_merge to concord_app;

-- What happened to a customer, for its timeline: created, changed (field, from, to), merged, made inactive.
create table customer_event (
  organization_id text not null, customer_id text not null, id text not null, at timestamptz not null,
  actor_kind text not null, actor_id text not null, actor_name text not null,
  kind text not null, changes jsonb not null default '[]', note text,
  -- The customer's version after a change: tells an editor who is refused what was changed meanwhile.
  version integer,
  primary key (organization_id, customer_id, id),
  foreign key (organization_id, customer_id) references customer (organization_id, id) on delete cascade
);
select protect_tenant_table('customer_event');
grant select, insert on customer_event to concord_app;
