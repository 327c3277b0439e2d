-- Billing: documents with their lines, the money that settles them, and the ledger under all of it.

-- Ranges of days beside texts in one exclusion constraint.
create extension if not exists btree_gist;

-- What a new invoice gets where neither it nor its customer says otherwise.
alter table billing_organization
  add column payment_terms integer not null default 15 check (payment_terms between 0 and 3650),
  -- Whether tax is rounded a line, or once for each rate; each document keeps what it was made with.
  add column tax_rounding text not null default 'line' check (tax_rounding in ('line', 'rate'));

create table tax (
  organization_id text not null, id text not null, name text not null check (name <> ''),
  percentage numeric(9, 6) not null check (percentage between 0 and 100),
  status text not null check (status in ('active', 'inactive')),
  version integer not null default 1, created_at timestamptz not null, updated_at timestamptz not null,
  primary key (organization_id, id)
);
create unique index tax_by_name on tax (organization_id, lower(name));
select protect_tenant_table('tax');
grant select, insert, update, delete on tax to concord_app;

-- Units of the base currency for one unit of another, from a day on.
create table exchange_rate (
  organization_id text not null, currency_code text not null check (currency_code ~ '^[A-Z]{3}$'), date date not null,
  rate numeric(24, 10) not null check (rate > 0), updated_at timestamptz not null,
  primary key (organization_id, currency_code, date)
);
select protect_tenant_table('exchange_rate');
grant select, insert, update, delete on exchange_rate to concord_app;

-- The next number of each kind of document. It is taken in the transaction that issues the document, so that none is missing.
create table number_series (
  organization_id text not null,
  kind text not null check (kind in ('invoice', 'credit_note', 'estimate', 'sales_order', 'purchase_order', 'payment', 'subscription')),
  prefix text not null check (length(prefix) <= 20), next_number bigint not null check (next_number > 0),
  digits integer not null check (digits between 1 and 12),
  primary key (organization_id, kind)
);
select protect_tenant_table('number_series');
grant select, insert, update on number_series to concord_app;

create table document (
  organization_id text not null, id text not null,
  kind text not null check (kind in ('invoice', 'credit_note', 'estimate', 'sales_order', 'purchase_order')),
  -- What somebody decided of the document; what follows from its money and the day (paid, overdue) is not kept.
  status text not null,
  -- Given when it is issued; a draft has none.
  number text collate "C",
  -- Whom it is for; a purchase order goes to a vendor instead.
  customer_id text,
  -- Name, e-mail address and addresses as they were when it was written.
  customer_snapshot jsonb not null,
  date date not null,
  -- When an invoice is due, an estimate expires, an order is to be delivered.
  due_date date,
  payment_terms integer, payment_terms_label text, reference_number text, salesperson text, notes text, terms text,
  currency_code text not null check (currency_code ~ '^[A-Z]{3}$'), exchange_rate numeric(24, 10) not null check (exchange_rate > 0),
  is_tax_inclusive boolean not null, tax_rounding text not null check (tax_rounding in ('line', 'rate')),
  discount_by text check (discount_by in ('percentage', 'amount')), discount_value numeric(24, 8) check (discount_value >= 0),
  shipping bigint not null default 0, adjustment bigint not null default 0, adjustment_label text,
  sub_total bigint not null, discount_total bigint not null, tax_total bigint not null, total bigint not null check (total >= 0),
  -- Tax by rate: [{id, name, percentage, taxable, amount}].
  taxes jsonb not null,
  -- What settles an invoice, and what a credit note has given away.
  paid bigint not null default 0 check (paid >= 0), credited bigint not null default 0 check (credited >= 0),
  written_off bigint not null default 0 check (written_off >= 0),
  applied bigint not null default 0 check (applied >= 0), refunded bigint not null default 0 check (refunded >= 0),
  balance bigint not null generated always as (total - paid - credited - written_off - applied - refunded) stored check (balance >= 0),
  -- The document that it was made of (an estimate's invoice, an invoice's credit note).
  source_id text, subscription_id text,
  reason text, issued_at timestamptz, closed_at timestamptz,
  version integer not null default 1, created_at timestamptz not null, updated_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, customer_id) references customer (organization_id, id),
  foreign key (organization_id, source_id) references document (organization_id, id),
  check (status = case kind when 'invoice' then case when status in ('draft', 'sent', 'void') then status end
                            when 'credit_note' then case when status in ('draft', 'open', 'void') then status end
                            when 'estimate' then case when status in ('draft', 'sent', 'accepted', 'declined', 'invoiced') then status end
                            when 'sales_order' then case when status in ('draft', 'confirmed', 'on_hold', 'closed', 'void') then status end
                            else case when status in ('draft', 'issued', 'partially_billed', 'billed', 'closed', 'cancelled') then status end end),
  check (customer_id is not null or kind = 'purchase_order'),
  check ((discount_by is null) = (discount_value is null)),
  check (kind <> 'invoice' or due_date is not null),
  check (number is not null or status in ('draft', 'void')),
  check (kind = 'invoice' or (paid = 0 and credited = 0 and written_off = 0)),
  check (kind = 'credit_note' or (applied = 0 and refunded = 0))
);
create unique index document_number on document (organization_id, kind, number) where number is not null;
create index document_by_date on document (organization_id, kind, date, id);
create index document_by_customer on document (organization_id, customer_id, kind, id);
create index document_open on document (organization_id, kind, due_date, id) where balance > 0 and status in ('sent', 'open');
create index document_draft on document (organization_id, kind, id) where status = 'draft';
create index document_source on document (organization_id, source_id) where source_id is not null;
create index document_subscription on document (organization_id, subscription_id, id) where subscription_id is not null;
select protect_tenant_table('document');
grant select, insert, update, delete on document to concord_app;

create table document_line (
  organization_id text not null, document_id text not null, position integer not null check (position >= 0),
  -- What is sold: a plan, an addon, or words alone.
  item_kind text check (item_kind in ('plan', 'addon', 'product')), item_id text,
  name text not null check (name <> ''), description text,
  quantity numeric(24, 8) not null, unit_price numeric(28, 8) not null,
  discount_by text check (discount_by in ('percentage', 'amount')), discount_value numeric(24, 8) check (discount_value >= 0),
  tax_id text, tax_name text, tax_percentage numeric(9, 6),
  -- amount = quantity x price; the discount of the line, and its part of the document's; net and tax are what is charged.
  amount bigint not null, discount bigint not null, document_discount bigint not null, net bigint not null, tax bigint not null,
  -- What of a subscription it bills: which charge, for which days, which part of the whole.
  subscription_id text, charge text, charge_kind text check (charge_kind in ('term', 'setup', 'one_time', 'proration')),
  period daterange, ratio_part bigint, ratio_whole bigint check (ratio_whole > 0),
  is_void boolean not null default false,
  primary key (organization_id, document_id, position),
  foreign key (organization_id, document_id) references document (organization_id, id) on delete cascade,
  check ((item_kind is null) = (item_id is null)),
  check ((discount_by is null) = (discount_value is null)),
  check ((tax_id is null) = (tax_percentage is null)),
  check ((subscription_id is null) = (charge_kind is null)),
  -- One charge of a subscription is billed once for any day, whoever tries, however often.
  constraint no_double_bill exclude using gist (organization_id with =, subscription_id with =, charge with =, period with &&)
    where (charge_kind = 'term' and not is_void)
);
create index document_line_item on document_line (organization_id, item_id) where item_id is not null;
select protect_tenant_table('document_line');
grant select, insert, update, delete on document_line to concord_app;

create table payment (
  organization_id text not null, id text not null, number text not null, customer_id text not null,
  date date not null, mode text not null check (mode in ('cash', 'check', 'card', 'bank_transfer', 'other')),
  reference_number text, description text,
  currency_code text not null check (currency_code ~ '^[A-Z]{3}$'), exchange_rate numeric(24, 10) not null check (exchange_rate > 0),
  amount bigint not null check (amount > 0),
  applied bigint not null default 0 check (applied >= 0), refunded bigint not null default 0 check (refunded >= 0),
  unused bigint not null generated always as (amount - applied - refunded) stored check (unused >= 0),
  version integer not null default 1, created_at timestamptz not null, updated_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, customer_id) references customer (organization_id, id)
);
create unique index payment_number on payment (organization_id, number);
create index payment_by_date on payment (organization_id, date, id);
create index payment_by_customer on payment (organization_id, customer_id, id);
create index payment_unused on payment (organization_id, customer_id, id) where unused > 0;
select protect_tenant_table('payment');
grant select, insert, update, delete on payment to concord_app;

-- What of a payment or credit note went to which invoice; taken back, it stays as it was with the time of that.
create table settlement (
  organization_id text not null, id text not null, invoice_id text not null, payment_id text, credit_note_id text,
  amount bigint not null check (amount > 0), date date not null, created_at timestamptz not null, undone_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, invoice_id) references document (organization_id, id),
  foreign key (organization_id, payment_id) references payment (organization_id, id),
  foreign key (organization_id, credit_note_id) references document (organization_id, id),
  check (num_nonnulls(payment_id, credit_note_id) = 1)
);
create index settlement_invoice on settlement (organization_id, invoice_id);
create index settlement_payment on settlement (organization_id, payment_id) where payment_id is not null;
create index settlement_credit_note on settlement (organization_id, credit_note_id) where credit_note_id is not null;
select protect_tenant_table('settlement');
grant select, insert, update on settlement to concord_app;

-- Money given back, of a payment's or a credit note's unused part.
create table refund (
  organization_id text not null, id text not null, payment_id text, credit_note_id text,
  amount bigint not null check (amount > 0), date date not null,
  mode text not null check (mode in ('cash', 'check', 'card', 'bank_transfer', 'other')),
  reference_number text, description text, created_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, payment_id) references payment (organization_id, id),
  foreign key (organization_id, credit_note_id) references document (organization_id, id),
  check (num_nonnulls(payment_id, credit_note_id) = 1)
);
create index refund_payment on refund (organization_id, payment_id) where payment_id is not null;
create index refund_credit_note on refund (organization_id, credit_note_id) where credit_note_id is not null;
select protect_tenant_table('refund');
grant select, insert on refund to concord_app;

-- The ledger: what happened, as entries that sum to zero. Nothing of it is ever changed but the customer, by a merge.
create table ledger_posting (
  organization_id text not null, id text not null, date date not null,
  kind text not null check (kind in ('invoice', 'void', 'credit_note', 'payment', 'settlement', 'unsettlement', 'refund', 'write_off', 'recognition')),
  document_id text, payment_id text, customer_id text, currency_code text not null, created_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, customer_id) references customer (organization_id, id)
);
create index ledger_posting_date on ledger_posting (organization_id, date, id);
create index ledger_posting_customer on ledger_posting (organization_id, customer_id, id);
create index ledger_posting_document on ledger_posting (organization_id, document_id) where document_id is not null;
select protect_tenant_table('ledger_posting');
grant select, insert, update (customer_id) on ledger_posting to concord_app;

create table ledger_entry (
  organization_id text not null, posting_id text not null, position integer not null,
  account text not null check (account in ('receivable', 'revenue', 'deferred_revenue', 'tax', 'cash', 'credit', 'write_off', 'exchange')),
  -- Debit is positive. In the posting's currency, and in the organization's.
  amount bigint not null, base_amount bigint not null,
  primary key (organization_id, posting_id, position),
  foreign key (organization_id, posting_id) references ledger_posting (organization_id, id)
);
select protect_tenant_table('ledger_entry');
grant select, insert on ledger_entry to concord_app;

create function balance_posting() returns trigger language plpgsql as $$
begin
  if exists (select from ledger_entry where organization_id = new.organization_id and posting_id = new.posting_id
              having sum(amount) <> 0 or sum(base_amount) <> 0) then
    raise exception 'posting % does not sum to zero', new.posting_id using errcode = 'check_violation', constraint = 'posting_balanced';
  end if;
  return null;
end $$;
create constraint trigger posting_balanced after insert on ledger_entry
  deferrable initially deferred for each row execute function balance_posting();
