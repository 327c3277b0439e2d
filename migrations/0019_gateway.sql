-- Billing: money is collected and given back through a payment gateway.

-- The account with a gateway that an organization collects through; without a row it is paid offline.
create table payment_gateway (
  organization_id text not null, gateway text not null check (gateway in ('stripe')),
  account text not null, account_name text not null, is_live boolean not null,
  -- Sealed; the last letters of the key are kept to tell one key from another.
  secret_key text not null, key_hint text not null, webhook_secret text not null,
  -- What the gateway calls the webhook endpoint that was made there; null where somebody made it by hand.
  webhook_endpoint text,
  created_at timestamptz not null, updated_at timestamptz not null,
  primary key (organization_id)
);
select protect_tenant_table('payment_gateway');
grant select, insert, update, delete on payment_gateway to concord_app;

-- What a gateway account calls a customer.
create table gateway_customer (
  organization_id text not null, customer_id text not null, account text not null, reference text not null,
  created_at timestamptz not null,
  primary key (organization_id, customer_id, account),
  foreign key (organization_id, customer_id) references customer (organization_id, id) on delete cascade
);
select protect_tenant_table('gateway_customer');
grant select, insert on gateway_customer to concord_app;

-- Events that a gateway told of: each is taken once.
create table gateway_event (
  organization_id text not null, id text not null, type text not null, received_at timestamptz not null,
  primary key (organization_id, id)
);
select protect_tenant_table('gateway_event');
grant select, insert on gateway_event to concord_app;

alter table payment_method
  -- The account that knows it: one of another account cannot be asked.
  add column account text not null default '',
  -- Year and month after which it is of no use; null where it does not expire.
  add column expires text check (expires ~ '^\d{4}-\d{2}$'),
  -- What is collected by itself is collected from this one.
  add column is_default boolean not null default false;
alter table payment_method alter column account drop default, alter column is_default drop default;
create unique index payment_method_default on payment_method (organization_id, customer_id) where is_default;
create unique index payment_method_reference on payment_method (organization_id, account, reference);
grant update on payment_method to concord_app;

alter table charge_attempt
  -- An invoice that no subscription wrote can be collected by hand.
  alter column subscription_id drop not null,
  -- What is asked, as it was decided: under one key a gateway may only ever be asked the same. Null where there was
  -- nothing to collect from.
  add column method_label text, add column method_reference text, add column gateway_customer text,
  -- When the gateway was last asked; null before.
  add column asked_at timestamptz,
  -- What the gateway calls the payment, and why it refused.
  add column gateway_payment text, add column failure_code text,
  add check (num_nulls(method_label, method_reference, gateway_customer) in (0, 3));
create unique index charge_attempt_gateway_payment on charge_attempt (organization_id, gateway_payment) where gateway_payment is not null;
create index charge_attempt_invoice on charge_attempt (organization_id, invoice_id, id);
create index charge_attempt_payment on charge_attempt (organization_id, payment_id) where payment_id is not null;
create index charge_attempt_waiting on charge_attempt (asked_at, organization_id) where status = 'pending';
create policy find_waiting on charge_attempt for select to concord_system using (true);
grant select (organization_id, status, asked_at, method_reference) on charge_attempt to concord_system;

-- A refund of money that a gateway collected is written before it is asked for, like a charge.
alter table refund
  add column status text not null default 'succeeded' check (status in ('pending', 'succeeded', 'failed')),
  -- The payment that it is given back of at the gateway, and what the gateway calls the refund; null of one made offline.
  add column gateway_payment text, add column gateway_refund text,
  add column failure text, add column asked_at timestamptz,
  add check (status = 'succeeded' or gateway_payment is not null);
alter table refund alter column status drop default;
create unique index refund_gateway_refund on refund (organization_id, gateway_refund) where gateway_refund is not null;
create index refund_gateway_payment on refund (organization_id, gateway_payment) where gateway_payment is not null;
create index refund_waiting on refund (asked_at, organization_id) where status = 'pending';
grant update on refund to concord_app;
create policy find_waiting on refund for select to concord_system using (true);
grant select (organization_id, status, asked_at) on refund to concord_system;
