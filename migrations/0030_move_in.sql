-- Moving in: files that another billing product exported, row by row, and what became of each.

create table move_in (
  organization_id text not null, id text not null,
  kind text not null check (kind in ('customers', 'contact_persons', 'products', 'plans', 'addons', 'coupons',
    'subscriptions', 'invoices', 'payments', 'credit_notes')),
  file_name text not null, headings text[] not null check (cardinality(headings) > 0),
  -- The field that each column is read as, an empty text where it is left out.
  fields text[] not null check (cardinality(fields) = cardinality(headings)),
  existing text not null check (existing in ('skip', 'update')),
  date_order text not null check (date_order in ('auto', 'day_first', 'month_first')),
  decimal_sign text not null check (decimal_sign in ('auto', 'point', 'comma')),
  -- What the file itself says of both: how many cells can only be read in one way.
  survey jsonb not null,
  status text not null check (status in ('new', 'previewing', 'previewed', 'running', 'done', 'undoing', 'undone')),
  -- Rows below the headings; records, each of one row or of several, once they were counted.
  row_count integer not null check (row_count > 0), record_count integer,
  -- The last row whose record is known, and the last record that was taken up: whoever goes on begins after them.
  keyed integer not null default 0, position integer not null default 0,
  -- Who asked for what is done now: it is done in his name.
  actor jsonb not null,
  created_at timestamptz not null, started_at timestamptz, finished_at timestamptz,
  primary key (organization_id, id)
);
create index move_in_at_work on move_in (organization_id, id) where status in ('previewing', 'running', 'undoing');
select protect_tenant_table('move_in');
grant select, insert, update, delete on move_in to concord_app;
-- Workers find the organizations that have something to do; they see that and whose, not what.
create policy find_at_work on move_in for select to concord_system using (true);
grant select (organization_id, status) on move_in to concord_system;

create table move_in_row (
  organization_id text not null, move_in_id text not null, "row" integer not null check ("row" > 1),
  cells text[] not null,
  -- What is wrong with its form; its cells are not read then.
  fault text,
  -- Rows of one key make one record, named by its first row.
  key text, record integer,
  outcome text check (outcome in ('created', 'updated', 'unchanged', 'skipped', 'failed', 'undone', 'kept')),
  -- [{column, value, problem, remedy}]
  problems jsonb not null default '[]', note text,
  -- Of a record's first row: what it was called, what it became, and the version that it was left in.
  name text, subject text, version integer,
  -- What an update changed: [{field, from, to}].
  changes jsonb not null default '[]',
  -- What the export says is open, in minor units.
  expected_balance bigint,
  primary key (organization_id, move_in_id, "row"),
  foreign key (organization_id, move_in_id) references move_in (organization_id, id) on delete cascade
);
create index move_in_row_key on move_in_row (organization_id, move_in_id, key, "row");
create index move_in_row_record on move_in_row (organization_id, move_in_id, record, "row");
create index move_in_row_outcome on move_in_row (organization_id, move_in_id, outcome, "row");
select protect_tenant_table('move_in_row');
grant select, insert, update, delete on move_in_row to concord_app;

-- By which name a record was known where it came from: whatever is imported twice is known again.
create table moved_in (
  organization_id text not null,
  kind text not null, key text not null, subject text not null, move_in_id text not null,
  primary key (organization_id, kind, key)
);
create index moved_in_subject on moved_in (organization_id, subject);
select protect_tenant_table('moved_in');
grant select, insert, update, delete on moved_in to concord_app;
