-- Webhooks: what happens in an organization is told to servers that it names.

create table webhook (
  organization_id text not null, id text not null,
  url text not null, description text,
  -- Which kinds of events it is told of.
  events text[] not null check (cardinality(events) > 0),
  enabled boolean not null default true,
  -- Why it was switched off by itself: the receiver said that it is gone, or did not answer for days.
  disabled_because text check (disabled_because in ('gone', 'failing')),
  -- Sealed. After a rotation messages carry a signature by the old secret too, for a day.
  secret text not null, old_secret text, old_secret_until timestamptz,
  -- Since when nothing has arrived; null where the last message did.
  failing_since timestamptz,
  version integer not null default 1, created_at timestamptz not null, updated_at timestamptz not null,
  primary key (organization_id, id),
  check ((old_secret is null) = (old_secret_until is null)),
  check (disabled_because is null or not enabled)
);
select protect_tenant_table('webhook');
grant select, insert, update, delete on webhook to concord_app;
-- Which organizations want to hear of what the clock does (an invoice becomes overdue).
create policy find_wanting on webhook for select to concord_system using (true);
grant select (organization_id, enabled, events) on webhook to concord_system;

-- Something that happened and that somebody is told of: written in the transaction that does it. Its id is what
-- receivers drop doubles by. The payload is made once, when it is first sent, so that each attempt sends the same.
create table webhook_message (
  organization_id text not null, id text not null, type text not null,
  subject_kind text not null, subject_id text not null,
  at timestamptz not null, payload text,
  primary key (organization_id, id)
);
-- An invoice becomes overdue once, however often it is looked.
create unique index webhook_message_overdue on webhook_message (organization_id, subject_id) where type = 'invoice.overdue';
-- What is old is deleted.
create index webhook_message_at on webhook_message (organization_id, at);
select protect_tenant_table('webhook_message');
grant select, insert, update, delete on webhook_message to concord_app;

-- A message to one receiver, and what became of the last attempt.
create table webhook_delivery (
  organization_id text not null, id text not null, webhook_id text not null, message_id text not null,
  -- The order of their making.
  seq bigint generated always as identity,
  state text not null check (state in ('pending', 'delivered', 'failed')),
  attempts integer not null default 0,
  -- When it is sent next. Whoever sends it puts this off first: killed meanwhile, it is sent again then.
  next_at timestamptz not null,
  tried_at timestamptz, status integer, answer text, problem text,
  created_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, webhook_id) references webhook (organization_id, id) on delete cascade,
  foreign key (organization_id, message_id) references webhook_message (organization_id, id) on delete cascade
);
create index webhook_delivery_due on webhook_delivery (next_at) where state = 'pending';
create index webhook_delivery_list on webhook_delivery (organization_id, webhook_id, seq);
create index webhook_delivery_message on webhook_delivery (organization_id, message_id);
select protect_tenant_table('webhook_delivery');
grant select, insert, update, delete on webhook_delivery to concord_app;
-- Workers find the organizations for which something is due; they see when and whose, not what.
create policy find_due on webhook_delivery for select to concord_system using (true);
grant select (organization_id, state, next_at) on webhook_delivery to concord_system;

-- Notes what happened for each receiver that wants to hear of it. The three lists go side by side.
create function tell_webhooks(types text[], kinds text[], ids text[]) returns void language sql as $$
  with told as (
    select e.type, e.kind, e.id, 'msg_' || replace(gen_random_uuid()::text, '-', '') as message
      from unnest(types, kinds, ids) as e(type, kind, id)
     where exists (select from webhook w
                    where w.organization_id = current_organization() and w.enabled and e.type = any (w.events))
  ), noted as (
    insert into webhook_message (organization_id, id, type, subject_kind, subject_id, at)
    select current_organization(), message, type, kind, id, clock_timestamp() from told
    on conflict do nothing returning id, type
  )
  insert into webhook_delivery (organization_id, id, webhook_id, message_id, state, next_at, created_at)
  select current_organization(), 'dlv_' || replace(gen_random_uuid()::text, '-', ''), w.id, noted.id, 'pending', clock_timestamp(), clock_timestamp()
    from noted join webhook w on w.organization_id = current_organization() and w.enabled and noted.type = any (w.events)
$$;
grant execute on function tell_webhooks to concord_app;

-- Once a statement and not once a row: a sync writes a thousand customers at once, and mostly nobody listens.
create function anybody_listens() returns boolean language sql stable as $$
  select exists (select from webhook where organization_id = current_organization() and enabled)
$$;
grant execute on function anybody_listens to concord_app;

create function tell_of_new_rows() returns trigger language plpgsql as $$
begin
  if anybody_listens() then
    perform tell_webhooks(array_agg(tg_argv[0]::text), array_agg(tg_argv[1]::text), array_agg(id order by id)) from fresh;
  end if;
  return null;
end $$;
create trigger tell_created after insert on customer referencing new table as fresh
  for each statement execute function tell_of_new_rows('customer.created', 'customer');
create trigger tell_recorded after insert on payment referencing new table as fresh
  for each statement execute function tell_of_new_rows('payment.recorded', 'payment');
create trigger tell_opened after insert on sync_conflict referencing new table as fresh
  for each statement execute function tell_of_new_rows('conflict.opened', 'conflict');

create function tell_of_customers() returns trigger language plpgsql as $$
begin
  if anybody_listens() then
    perform tell_webhooks(array_agg('customer.updated'::text), array_agg('customer'::text), array_agg(n.id order by n.id))
      from fresh n join old_rows o using (organization_id, id) where n.version > o.version;
  end if;
  return null;
end $$;
create trigger tell_updated after update on customer referencing old table as old_rows new table as fresh
  for each statement execute function tell_of_customers();

create function tell_of_new_documents() returns trigger language plpgsql as $$
begin
  if anybody_listens() then
    perform tell_webhooks(array_agg(kind || '.created'), array_agg(kind), array_agg(id order by id)) from fresh
     where kind in ('invoice', 'credit_note', 'estimate');
  end if;
  return null;
end $$;
create trigger tell_created after insert on document referencing new table as fresh
  for each statement execute function tell_of_new_documents();

-- What became of a document, by what it was and is: paid and closed are no status but follow from its money.
create function tell_of_documents() returns trigger language plpgsql as $$
begin
  if anybody_listens() then
    perform tell_webhooks(array_agg(type), array_agg(kind), array_agg(id)) from (
      select n.kind, n.id, case
        when n.status <> o.status then case
          when n.status = 'void' then n.kind || '.voided'
          when n.kind = 'credit_note' and n.status = 'open' then 'credit_note.opened'
          when n.kind = 'invoice' and n.status = 'sent' then 'invoice.sent'
          when n.kind = 'estimate' and n.status <> 'draft' then 'estimate.' || n.status end
        when n.kind = 'invoice' and n.written_off > o.written_off then 'invoice.written_off'
        when n.status <> 'draft' and o.balance > 0 and n.balance = 0 then case n.kind
          when 'invoice' then 'invoice.paid' when 'credit_note' then 'credit_note.closed' end
        end as type
      from fresh n join old_rows o using (organization_id, id)
     where n.kind in ('invoice', 'credit_note', 'estimate') order by n.id) changed
     where type is not null;
  end if;
  return null;
end $$;
create trigger tell_changed after update on document referencing old table as old_rows new table as fresh
  for each statement execute function tell_of_documents();

create function tell_of_subscriptions() returns trigger language plpgsql as $$
begin
  if anybody_listens() then
    perform tell_webhooks(array_agg('subscription.' || type), array_agg('subscription'::text), array_agg(subscription_id)) from (
      select subscription_id, case event
        when 'created' then 'created' when 'start_trial' then 'trial_started' when 'trial_ends_unpaid' then 'trial_expired'
        when 'start' then 'activated' when 'trial_ends_paid' then 'activated' when 'renew' then 'renewed'
        when 'change' then 'changed' when 'postponed' then 'changed' when 'scheduled' then 'change_scheduled'
        when 'cancel_at_term_end' then 'cancellation_scheduled' when 'cancel' then 'cancelled' when 'term_ends' then 'cancelled'
        when 'retries_end_cancelled' then 'cancelled' when 'reactivate' then 'reactivated' when 'reactivate_in_trial' then 'reactivated'
        when 'pause' then 'paused' when 'resume' then 'resumed' when 'payment_fails' then 'dunning'
        when 'payment_succeeds' then 'recovered' when 'retries_end_unpaid' then 'unpaid' when 'last_term_ends' then 'expired' end as type
      from fresh order by id) happened where type is not null;
  end if;
  return null;
end $$;
create trigger tell_happened after insert on subscription_event referencing new table as fresh
  for each statement execute function tell_of_subscriptions();

create function tell_of_runs() returns trigger language plpgsql as $$
begin
  if anybody_listens() then
    perform tell_webhooks(array_agg('sync.run_finished'::text), array_agg('run'::text), array_agg(n.id))
      from fresh n join old_rows o using (organization_id, id)
     where o.finished_at is null and n.finished_at is not null and n.kind not in ('preview', 'undo_preview');
  end if;
  return null;
end $$;
create trigger tell_finished after update on sync_run referencing old table as old_rows new table as fresh
  for each statement execute function tell_of_runs();

create function tell_of_conflicts() returns trigger language plpgsql as $$
begin
  if anybody_listens() then
    perform tell_webhooks(array_agg('conflict.decided'::text), array_agg('conflict'::text), array_agg(n.id))
      from fresh n join old_rows o using (organization_id, id) where o.state = 'open' and n.state = 'decided';
  end if;
  return null;
end $$;
create trigger tell_decided after update on sync_conflict referencing old table as old_rows new table as fresh
  for each statement execute function tell_of_conflicts();
