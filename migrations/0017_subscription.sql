-- Billing: subscriptions, their life, and clocks that let it be tried.

alter table billing_organization
  -- Days between the tries to collect what a renewal did not, the first after the renewal; what then happens.
  add column dunning_gaps integer[] not null default '{5,5,3}' check (cardinality(dunning_gaps) between 1 and 10 and 1 <= all (dunning_gaps) and 90 >= all (dunning_gaps)),
  add column dunning_ends_in text not null default 'cancelled' check (dunning_ends_in in ('cancelled', 'unpaid'));

-- A customer whose time is moved by hand: its subscriptions are billed as of this day and by nobody else.
create table test_clock (
  organization_id text not null, customer_id text not null, today date not null, updated_at timestamptz not null,
  primary key (organization_id, customer_id),
  foreign key (organization_id, customer_id) references customer (organization_id, id) on delete cascade
);
select protect_tenant_table('test_clock');
grant select, insert, update, delete on test_clock to concord_app;

create table subscription (
  organization_id text not null, id text not null, number text collate "C" not null, customer_id text not null, plan_id text not null,
  status text not null check (status in ('future', 'trial', 'trial_expired', 'live', 'paused', 'dunning', 'unpaid',
    'non_renewing', 'cancelled', 'cancelled_from_dunning', 'expired', 'creation_failed')),
  currency_code text not null check (currency_code ~ '^[A-Z]{3}$'),
  reference text, salesperson text, notes text,
  -- Whether renewals are collected by themselves, or paid on invoice.
  auto_collect boolean not null, payment_terms integer check (payment_terms between 0 and 3650),
  starts_at date not null, trial_ends_at date,
  -- Terms are counted from here; null before the first one. What the plan says later does not change them.
  anchor date, "interval" integer not null check ("interval" > 0), interval_unit text not null check (interval_unit in ('weeks', 'months', 'years')),
  billing_cycles integer not null check (billing_cycles = -1 or billing_cycles > 0),
  -- The term that is billed, counted from 0 and from the anchor; cycles counts all terms, also those of an earlier anchor.
  term_number integer, term_start date, term_end date, cycles integer not null default 0 check (cycles >= 0),
  -- The day of the next thing that happens by itself; null where nothing does.
  due_on date,
  resumes_on date,
  coupon_id text, coupon_invoices_left integer check (coupon_invoices_left >= 0),
  -- The failed tries of the invoice that is to be collected.
  dunning_invoice_id text, dunning_attempts integer not null default 0 check (dunning_attempts >= 0), dunning_since date,
  -- What is sold from the next term on, where that was changed: items as in subscription_item.
  scheduled_items jsonb, scheduled_plan_id text,
  cancelled_at timestamptz, cancel_reason text,
  version integer not null default 1, created_at timestamptz not null, updated_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, customer_id) references customer (organization_id, id),
  foreign key (organization_id, plan_id) references plan (organization_id, id),
  foreign key (organization_id, coupon_id) references coupon (organization_id, id),
  foreign key (organization_id, dunning_invoice_id) references document (organization_id, id),
  check (num_nulls(anchor, term_number, term_start, term_end) in (0, 4)),
  check (term_start < term_end),
  check (coupon_invoices_left is null or coupon_id is not null),
  check ((scheduled_items is null) = (scheduled_plan_id is null)),
  check ((status = 'dunning') <= (dunning_invoice_id is not null))
);
create unique index subscription_number on subscription (organization_id, number);
create unique index subscription_reference on subscription (organization_id, reference) where reference is not null;
create index subscription_customer on subscription (organization_id, customer_id, id);
create index subscription_plan on subscription (organization_id, plan_id, id);
create index subscription_status on subscription (organization_id, status, id);
create index subscription_owing on subscription (organization_id, dunning_invoice_id) where dunning_invoice_id is not null;
create index subscription_due on subscription (due_on, organization_id, id) where due_on is not null;
select protect_tenant_table('subscription');
grant select, insert, update, delete on subscription to concord_app;
create policy find_due on subscription for select to concord_system using (true);
grant select (organization_id, id, due_on) on subscription to concord_system;

-- What a subscription sells, with the price as it was agreed: the plan first, then its recurring addons.
create table subscription_item (
  organization_id text not null, subscription_id text not null, position integer not null check (position >= 0),
  kind text not null check (kind in ('plan', 'addon')), item_id text not null, name text not null,
  quantity numeric not null check (quantity > 0 and scale(quantity) <= 8), pricing jsonb not null, setup_fee numeric, tax_id text,
  primary key (organization_id, subscription_id, position),
  foreign key (organization_id, subscription_id) references subscription (organization_id, id) on delete cascade,
  check ((position = 0) = (kind = 'plan'))
);
create unique index subscription_item_once on subscription_item (organization_id, subscription_id, item_id);
create index subscription_item_item on subscription_item (organization_id, item_id);
select protect_tenant_table('subscription_item');
grant select, insert, delete on subscription_item to concord_app;

-- What happened to a subscription, in order.
create table subscription_event (
  organization_id text not null, subscription_id text not null, id text not null, on_day date not null, at timestamptz not null,
  actor_name text not null, event text not null, from_status text, to_status text not null, invoice_id text, note text,
  primary key (organization_id, subscription_id, id),
  foreign key (organization_id, subscription_id) references subscription (organization_id, id) on delete cascade
);
select protect_tenant_table('subscription_event');
grant select, insert on subscription_event to concord_app;

-- A try to collect an invoice. It is written before anything is asked of a gateway, and asked under its id, so that
-- nothing is charged twice whatever breaks in between.
create table charge_attempt (
  organization_id text not null, id text not null, invoice_id text not null, subscription_id text not null,
  kind text not null check (kind in ('renewal', 'retry', 'manual')), amount bigint not null check (amount > 0),
  on_day date not null, status text not null check (status in ('pending', 'succeeded', 'failed')),
  failure text, payment_id text, created_at timestamptz not null, settled_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, invoice_id) references document (organization_id, id),
  foreign key (organization_id, subscription_id) references subscription (organization_id, id) on delete cascade,
  foreign key (organization_id, payment_id) references payment (organization_id, id),
  check ((status = 'pending') = (settled_at is null)),
  check ((status = 'succeeded') = (payment_id is not null))
);
-- One try at a time: two would charge twice.
create unique index charge_attempt_pending on charge_attempt (organization_id, invoice_id) where status = 'pending';
create index charge_attempt_subscription on charge_attempt (organization_id, subscription_id, id);
select protect_tenant_table('charge_attempt');
grant select, insert, update on charge_attempt to concord_app;

-- What a customer's money is collected from: a card or account that a gateway keeps; here is only what names it there.
create table payment_method (
  organization_id text not null, id text not null, customer_id text not null,
  gateway text not null check (gateway in ('stripe')), gateway_customer text not null, reference text not null, label text not null,
  created_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, customer_id) references customer (organization_id, id) on delete cascade
);
create index payment_method_customer on payment_method (organization_id, customer_id, id);
select protect_tenant_table('payment_method');
grant select, insert, delete on payment_method to concord_app;
