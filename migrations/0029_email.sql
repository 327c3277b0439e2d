-- Billing: documents, receipts and notices go out by e-mail.

-- The mail server of an organization; without a row e-mails are caught: kept here, and sent to nobody.
create table mail_server (
  organization_id text not null,
  host text not null, port integer not null check (port between 1 and 65535),
  security text not null check (security in ('none', 'starttls', 'tls')),
  -- The password is sealed. Both, or neither of a server that asks for no sign-in.
  user_name text, password text,
  from_name text not null, from_address text not null, reply_to text,
  created_at timestamptz not null, updated_at timestamptz not null,
  primary key (organization_id),
  check ((user_name is null) = (password is null))
);
select protect_tenant_table('mail_server');
grant select, insert, update, delete on mail_server to concord_app;

-- The words of a kind of e-mail where the organization wrote its own.
create table email_template (
  organization_id text not null,
  kind text not null check (kind in ('invoice', 'invoice_reminder', 'payment_receipt', 'payment_failed',
    'estimate', 'credit_note', 'sales_order', 'purchase_order')),
  subject text not null, body text not null, updated_at timestamptz not null,
  primary key (organization_id, kind)
);
select protect_tenant_table('email_template');
grant select, insert, update, delete on email_template to concord_app;

-- An e-mail, written in the transaction that causes it, and what became of it.
create table email (
  organization_id text not null, id text not null,
  -- The order of their making.
  seq bigint generated always as identity,
  kind text not null check (kind in ('invoice', 'invoice_reminder', 'payment_receipt', 'payment_failed',
    'estimate', 'credit_note', 'sales_order', 'purchase_order')),
  document_id text, payment_id text, charge_attempt_id text,
  -- What it tells of by itself (`receipt:pay_…`): told once, whoever notices it and how often. Null of what somebody sends.
  event text,
  status text not null check (status in ('queued', 'sent', 'caught', 'failed')),
  -- What is read. Null of one that writes itself, until it is first sent.
  to_addresses text[] not null default '{}', cc_addresses text[] not null default '{}',
  subject text, body text,
  -- Who it was from, as its receiver reads it, and the header by which a receiver knows a double: that is kept before the
  -- first attempt, and is the same at every one.
  sender text, message_id text,
  attempts integer not null default 0,
  -- When it is sent next. Whoever sends it puts this off first: killed meanwhile, it is sent again then.
  next_at timestamptz not null,
  tried_at timestamptz, problem text, answer text,
  created_by text not null, created_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, document_id) references document (organization_id, id) on delete cascade,
  foreign key (organization_id, payment_id) references payment (organization_id, id),
  foreign key (organization_id, charge_attempt_id) references charge_attempt (organization_id, id) on delete cascade,
  check (num_nonnulls(document_id, payment_id) = 1),
  check ((subject is null) = (body is null)),
  check (status in ('queued', 'failed') or subject is not null)
);
create index email_due on email (next_at) where status = 'queued';
create index email_list on email (organization_id, seq);
create index email_document on email (organization_id, document_id, seq) where document_id is not null;
create index email_payment on email (organization_id, payment_id) where payment_id is not null;
create index email_charge_attempt on email (organization_id, charge_attempt_id) where charge_attempt_id is not null;
create unique index email_event on email (organization_id, event) where event is not null;
select protect_tenant_table('email');
grant select, insert, update on email to concord_app;
-- Workers find the organizations for which something is due; they see when and whose, not what.
create policy find_due on email for select to concord_system using (true);
grant select (organization_id, status, next_at) on email to concord_system;

-- The file that went with it, kept as it went: the same at every attempt.
create table email_attachment (
  organization_id text not null, email_id text not null,
  name text not null, content bytea not null,
  primary key (organization_id, email_id),
  foreign key (organization_id, email_id) references email (organization_id, id) on delete cascade
);
select protect_tenant_table('email_attachment');
grant select, insert on email_attachment to concord_app;

-- What is told by itself; nothing, until somebody says so.
alter table billing_organization
  add column email_invoices boolean not null default false,
  add column email_receipts boolean not null default false,
  add column email_failed_charges boolean not null default false;
