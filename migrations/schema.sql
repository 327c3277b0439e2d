-- The schema that the migrations lead to, for review. Printed by `npm run reference`; nothing runs this file.

CREATE OR REPLACE FUNCTION public.anybody_listens()
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
  select exists (select from webhook where organization_id = current_organization() and enabled)
$function$;
grant execute on function public.anybody_listens() to concord_app;

CREATE OR REPLACE FUNCTION public.audit_hash(entry public.audit_log)
 RETURNS text
 LANGUAGE sql
 STABLE
AS $function$
  select encode(sha256(convert_to(concat_ws(E'\x1f', entry.previous_hash, entry.organization_id, entry.seq,
    to_char(entry.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), entry.actor_kind, entry.actor_id, entry.actor_name, entry.action, entry.subject_kind, entry.subject_id,
    entry.details::text), 'UTF8')), 'hex')
$function$;

CREATE OR REPLACE FUNCTION public.balance_posting()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare unbalanced text;
begin
  select posting_id into unbalanced from added group by organization_id, posting_id
   having sum(amount) <> 0 or sum(base_amount) <> 0 limit 1;
  if found then
    raise exception 'posting % does not sum to zero', unbalanced using errcode = 'check_violation', constraint = 'posting_balanced';
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.chain_audit_row()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare last audit_log;
begin
  perform pg_advisory_xact_lock(hashtext('audit'), hashtext(new.organization_id));
  select * into last from audit_log where organization_id = new.organization_id order by seq desc limit 1;
  new.seq := coalesce(last.seq, 0) + 1;
  new.previous_hash := coalesce(last.hash, '');
  new.hash := audit_hash(new);
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.check_run_of_history()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if exists (select from (select distinct organization_id, run_id from fresh) f
      where not exists (select from sync_run r where r.organization_id = f.organization_id and r.id = f.run_id)) then
    raise exception 'a row of the history belongs to no run' using errcode = 'foreign_key_violation', constraint = 'sync_run_record_run';
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.crm_ids_by_piece(of_module text, wanted text, most integer)
 RETURNS bigint[]
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'public'
AS $function$
declare query tsquery; found bigint[];
begin
  if length(lower(wanted)) < 3 then return null; end if;
  -- A word of a query stands in quotes, in which quotes and backslashes are doubled.
  select string_agg('''' || replace(replace(piece, '\', '\\'), '''', '''''') || '''', ' & ') into query
    from unnest(tsvector_to_array(crm_name_pieces(wanted))) as piece;
  select coalesce(array_agg(id), '{}') into found from (select id from crm_record
    where crm_name_pieces(name) @@ query and organization_id = current_organization() and module = of_module and deleted_time is null
    limit most + 1) few;
  return case when cardinality(found) <= most then found end;
end $function$;
revoke all on function public.crm_ids_by_piece(text,text,integer) from public;
grant execute on function public.crm_ids_by_piece(text,text,integer) to concord_app;

CREATE OR REPLACE FUNCTION public.crm_ids_by_words(of_module text, wanted text, starts_whole boolean, ends_whole boolean, most integer)
 RETURNS bigint[]
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'public'
AS $function$
declare words text[] := crm_words(case when starts_whole then wanted else regexp_replace(wanted, '^[[:alnum:]]+', '') end);
        longest text; query tsquery; found bigint[];
begin
  if cardinality(words) = 0 then return null; end if;
  select string_agg(quote_literal(word), ' & ' order by at) || case when ends_whole then '' else ':*' end,
      (array_agg(word order by length(word) desc))[1] into query, longest
    from unnest(words) with ordinality as w (word, at);
  -- The index tells of all that have a word before the first of them is seen: what is in every tenth record is not asked for.
  if (select count(*) >= 5 from (
      select name, values from crm_record where organization_id = current_organization() and module = of_module and deleted_time is null
       order by id desc limit 50) newest
      where case when position(longest in lower(name || E'\n' || values::text)) > 0
        then crm_record_words(name, values) @@ query end) then return null;
  end if;
  select coalesce(array_agg(id), '{}') into found from (select id from crm_record
    where crm_record_words(name, values) @@ query and organization_id = current_organization() and module = of_module and deleted_time is null
    limit most + 1) few;
  return case when cardinality(found) <= most then found end;
end $function$;
revoke all on function public.crm_ids_by_words(text,text,boolean,boolean,integer) from public;
grant execute on function public.crm_ids_by_words(text,text,boolean,boolean,integer) to concord_app;

CREATE OR REPLACE FUNCTION public.crm_name_pieces(name text)
 RETURNS tsvector
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE COST 1000
BEGIN ATOMIC
 SELECT COALESCE(array_to_tsvector(array_agg(substr(lower("left"(crm_name_pieces.name, 450)), at.at, 3))), ''::tsvector) AS "coalesce"
    FROM generate_series(1, (length(lower("left"(crm_name_pieces.name, 450))) - 2)) at(at);
END;

CREATE OR REPLACE FUNCTION public.crm_record_words(name text, "values" jsonb)
 RETURNS tsvector
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE COST 1000
RETURN array_to_tsvector(public.crm_words((("left"(name, 450) || '
'::text) || COALESCE((SELECT string_agg(jsonb_each_text.value, '
'::text) AS string_agg FROM jsonb_each_text(crm_record_words."values") jsonb_each_text(key, value) WHERE (length(jsonb_each_text.value) <= 450)), ''::text))));

CREATE OR REPLACE FUNCTION public.crm_value_places("values" jsonb)
 RETURNS TABLE(field text, place double precision)
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE ROWS 3
BEGIN ATOMIC
 SELECT jsonb_each.key,
         CASE jsonb_typeof(jsonb_each.value)
             WHEN 'number'::text THEN ((jsonb_each.value #>> '{}'::text[]))::double precision
             ELSE (((("left"((jsonb_each.value #>> '{}'::text[]), 4))::double precision * (372)::double precision) + ((substr((jsonb_each.value #>> '{}'::text[]), 6, 2))::double precision * (31)::double precision)) + (substr((jsonb_each.value #>> '{}'::text[]), 9, 2))::double precision)
         END AS "case"
    FROM jsonb_each(crm_value_places."values") jsonb_each(key, value)
   WHERE ((jsonb_typeof(jsonb_each.value) = 'number'::text) OR ((jsonb_typeof(jsonb_each.value) = 'string'::text) AND ((jsonb_each.value #>> '{}'::text[]) ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}'::text)));
END;

CREATE OR REPLACE FUNCTION public.crm_words(text)
 RETURNS text[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN array_remove(regexp_split_to_array(lower($1), '[^[:alnum:]]+|(?=[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])'::text), ''::text);

CREATE OR REPLACE FUNCTION public.current_organization()
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select nullif(current_setting('concord.organization_id', true), '') $function$;

CREATE OR REPLACE FUNCTION public.gather_sync_statistics()
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public'
AS $function$
begin
  -- Only what runs look records up by: of all columns it would take a second each time.
  analyze customer (organization_id, id, name_key, email_key, phone_key, website_key, sort_name, merged_into);
  analyze contact_person (organization_id, id, customer_id, email_key);
  analyze link (organization_id, connection_id, crm_id, customer_id, contact_person_id, target, state);
  analyze sync_planned; analyze sync_seen;
end $function$;
revoke all on function public.gather_sync_statistics() from public;
grant execute on function public.gather_sync_statistics() to concord_app;

CREATE OR REPLACE FUNCTION public.keep_crm_value_order()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op = 'INSERT' then
    insert into crm_value_order (organization_id, module, field, place, record_id)
      select n.organization_id, n.module, p.field, p.place, n.id from new_rows n, crm_value_places(n.values) p;
  elsif tg_op = 'DELETE' then
    delete from crm_value_order v using old_rows o, crm_value_places(o.values) p
     where (v.organization_id, v.module, v.field, v.place, v.record_id) = (o.organization_id, o.module, p.field, p.place, o.id);
  else
    delete from crm_value_order v using old_rows o join new_rows n using (organization_id, id), crm_value_places(o.values) p
     where o.values is distinct from n.values
       and (v.organization_id, v.module, v.field, v.place, v.record_id) = (o.organization_id, o.module, p.field, p.place, o.id)
       and not exists (select from crm_value_places(n.values) k where (k.field, k.place) = (p.field, p.place));
    insert into crm_value_order (organization_id, module, field, place, record_id)
      select n.organization_id, n.module, p.field, p.place, n.id
        from old_rows o join new_rows n using (organization_id, id), crm_value_places(n.values) p
       where o.values is distinct from n.values
         and not exists (select from crm_value_places(o.values) k where (k.field, k.place) = (p.field, p.place));
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.keep_crm_word_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into crm_word (organization_id, module, word)
    select distinct new.organization_id, new.module, w.word from known_words(new.name) as w (word)
     where not exists (select from crm_word k where k.organization_id = new.organization_id and k.module = new.module and k.word = w.word);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.keep_crm_words()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into crm_word (organization_id, module, word)
    select distinct n.organization_id, n.module, w.word from new_rows n, known_words(n.name) as w (word)
     where not exists (select from crm_word k where k.organization_id = n.organization_id and k.module = n.module and k.word = w.word);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.keep_customer_word_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into customer_word (organization_id, word)
    select distinct new.organization_id, w.word from known_words(new.sort_name) as w (word)
     where not exists (select from customer_word k where k.organization_id = new.organization_id and k.word = w.word);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.keep_customer_words()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into customer_word (organization_id, word)
    select distinct n.organization_id, w.word from new_rows n, known_words(n.sort_name) as w (word)
     where not exists (select from customer_word k where k.organization_id = n.organization_id and k.word = w.word);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.keep_entries()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'entries of the ledger are never changed or deleted' using errcode = 'check_violation', constraint = 'entries_kept';
end $function$;

CREATE OR REPLACE FUNCTION public.keep_later_words()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op <> 'INSERT' then
    delete from customer_later_words
      where organization_id = old.organization_id and customer_id = old.id and rest in (select later_words(old.name_rest));
  end if;
  if tg_op <> 'DELETE' then
    insert into customer_later_words select distinct new.organization_id, rest, new.id from later_words(new.name_rest) as rest;
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.known_words(name text)
 RETURNS SETOF text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
 SELECT word.word
    FROM unnest(public.crm_words("left"(known_words.name, 200))) word(word)
   WHERE (word.word ~ '^[[:alpha:]]{4,40}$'::text);
END;

CREATE OR REPLACE FUNCTION public.later_words(name_rest text)
 RETURNS SETOF text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
 SELECT array_to_string(words.words[at.at:], ' '::text) AS array_to_string
    FROM string_to_array(later_words.name_rest, ' '::text) words(words),
     LATERAL generate_series(2, LEAST(COALESCE(cardinality(words.words), 0), 11)) at(at);
END;

CREATE OR REPLACE FUNCTION public.limit_custom_fields()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform pg_advisory_xact_lock(hashtext('custom_field'), hashtext(new.organization_id || new.entity));
  if (select count(*) from custom_field where organization_id = new.organization_id and entity = new.entity) >= 10 then
    raise exception 'an organization has at most ten custom fields for one kind of record' using errcode = 'check_violation', constraint = 'custom_field_limit';
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.mark_for_crm()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into sync_mark (organization_id, connection_id, target, record_id)
  select new.organization_id, c.id, tg_argv[0], new.id from connection c
   where c.organization_id = new.organization_id and c.pushes and c.id <> coalesce(current_setting('concord.origin', true), '')
   order by c.id
  on conflict (organization_id, connection_id, target, record_id)
    do update set mark = excluded.mark, marked_at = excluded.marked_at, heard = false;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.protect_tenant_table(name regclass)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  execute format('alter table %s enable row level security', name);
  execute format('alter table %s force row level security', name);
  -- As a sub-select the organization is read once a query, not once a row.
  execute format('create policy tenant on %s to concord_app
    using (organization_id = (select current_organization())) with check (organization_id = (select current_organization()))', name);
end $function$;

CREATE OR REPLACE FUNCTION public.refuse_billed_elsewhere()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if exists (
    select from fresh l join subscription s on s.organization_id = l.organization_id and s.id = l.subscription_id
     where l.charge_kind in ('term', 'proration') and lower(l.period) < s.billed_elsewhere_until
  ) then
    raise exception 'these days were billed before the subscription moved in'
      using errcode = 'check_violation', constraint = 'billed_elsewhere';
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.settle_conflicts_of_field()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  update sync_conflict set state = 'settled', settled_why = 'apart', settled_at = now()
   where organization_id = old.organization_id and target = 'customer' and field = old.api_name and state <> 'settled';
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.settle_conflicts_of_gone()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  update sync_conflict c set state = 'settled', settled_why = 'apart', settled_at = now()
    from gone
   where c.organization_id = gone.organization_id and c.target = tg_argv[0] and c.record_id = gone.id and c.state <> 'settled';
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.settle_conflicts_of_merged()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  update sync_conflict set state = 'settled', settled_why = 'apart', settled_at = now()
   where organization_id = new.organization_id and target = 'customer' and record_id = new.id and state <> 'settled';
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.tell_of_conflicts()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if anybody_listens() then
    perform tell_webhooks(array_agg('conflict.decided'::text), array_agg('conflict'::text), array_agg(n.id))
      from fresh n join old_rows o using (organization_id, id) where o.state = 'open' and n.state = 'decided';
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.tell_of_customers()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if anybody_listens() then
    perform tell_webhooks(array_agg('customer.updated'::text), array_agg('customer'::text), array_agg(n.id order by n.id))
      from fresh n join old_rows o using (organization_id, id) where n.version > o.version;
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.tell_of_documents()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
end $function$;

CREATE OR REPLACE FUNCTION public.tell_of_new_documents()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if anybody_listens() then
    perform tell_webhooks(array_agg(kind || '.created' order by id), array_agg(kind order by id), array_agg(id order by id)) from fresh
     where kind in ('invoice', 'credit_note', 'estimate');
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.tell_of_new_rows()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if anybody_listens() then
    perform tell_webhooks(array_agg(tg_argv[0]::text), array_agg(tg_argv[1]::text), array_agg(id order by id)) from fresh;
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.tell_of_payments()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if anybody_listens() then
    perform tell_webhooks(array_agg('payment.voided'::text), array_agg('payment'::text), array_agg(n.id))
      from fresh n join old_rows o using (organization_id, id) where o.voided_at is null and n.voided_at is not null;
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.tell_of_runs()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if anybody_listens() then
    perform tell_webhooks(array_agg('sync.run_finished'::text), array_agg('run'::text), array_agg(n.id))
      from fresh n join old_rows o using (organization_id, id)
     where o.finished_at is null and n.finished_at is not null and n.kind not in ('preview', 'undo_preview');
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.tell_of_subscriptions()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
end $function$;

CREATE OR REPLACE FUNCTION public.tell_webhooks(types text[], kinds text[], ids text[])
 RETURNS void
 LANGUAGE sql
AS $function$
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
$function$;
grant execute on function public.tell_webhooks(text[],text[],text[]) to concord_app;

create sequence public.crm_id start with 5725767000001000001;
grant usage on sequence public.crm_id to concord_app;

create sequence public.crm_word_id_seq start with 1;

create sequence public.customer_word_id_seq start with 1;

create sequence public.email_seq_seq start with 1;

create sequence public.sync_mark_number start with 1;
grant usage on sequence public.sync_mark_number to concord_app;

create sequence public.webhook_delivery_seq_seq start with 1;

create table auth.account (
  id text not null,
  "accountId" text not null,
  "providerId" text not null,
  "userId" text not null,
  "accessToken" text,
  "refreshToken" text,
  "idToken" text,
  "accessTokenExpiresAt" timestamp with time zone,
  "refreshTokenExpiresAt" timestamp with time zone,
  scope text,
  password text,
  "createdAt" timestamp with time zone default now() not null,
  "updatedAt" timestamp with time zone not null,
  constraint account_pkey PRIMARY KEY (id),
  constraint "account_userId_fkey" FOREIGN KEY ("userId") REFERENCES auth."user"(id) ON DELETE CASCADE
);
CREATE INDEX "account_userId_idx" ON auth.account USING btree ("userId");
grant select, insert, update, delete on auth.account to concord_system;

create table auth.attempt (
  key text not null,
  count integer not null,
  begun_at timestamp with time zone not null,
  constraint attempt_pkey PRIMARY KEY (key)
);
CREATE INDEX attempt_begun_at_idx ON auth.attempt USING btree (begun_at);
grant select, insert, update, delete on auth.attempt to concord_system;

create table auth.member (
  id text not null,
  "organizationId" text not null,
  "userId" text not null,
  role text not null,
  "createdAt" timestamp with time zone default now() not null,
  constraint member_pkey PRIMARY KEY (id),
  constraint "member_organizationId_userId_key" UNIQUE ("organizationId", "userId"),
  constraint "member_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES auth.organization(id) ON DELETE CASCADE,
  constraint "member_userId_fkey" FOREIGN KEY ("userId") REFERENCES auth."user"(id) ON DELETE CASCADE
);
CREATE INDEX "member_userId_idx" ON auth.member USING btree ("userId");
grant select, insert, update, delete on auth.member to concord_system;

create table auth.organization (
  id text not null,
  name text not null,
  slug text not null,
  "createdAt" timestamp with time zone default now() not null,
  constraint organization_pkey PRIMARY KEY (id),
  constraint organization_slug_key UNIQUE (slug)
);
grant select, insert, update, delete on auth.organization to concord_system;

create table auth."rateLimit" (
  id text not null,
  key text not null,
  count integer not null,
  "lastRequest" bigint not null,
  constraint "rateLimit_pkey" PRIMARY KEY (id),
  constraint "rateLimit_key_key" UNIQUE (key)
);
grant select, insert, update, delete on auth."rateLimit" to concord_system;

create table auth.session (
  id text not null,
  "expiresAt" timestamp with time zone not null,
  token text not null,
  "createdAt" timestamp with time zone default now() not null,
  "updatedAt" timestamp with time zone not null,
  "ipAddress" text,
  "userAgent" text,
  "userId" text not null,
  constraint session_pkey PRIMARY KEY (id),
  constraint session_token_key UNIQUE (token),
  constraint "session_userId_fkey" FOREIGN KEY ("userId") REFERENCES auth."user"(id) ON DELETE CASCADE
);
CREATE INDEX "session_userId_idx" ON auth.session USING btree ("userId");
grant select, insert, update, delete on auth.session to concord_system;

create table auth."twoFactor" (
  id text not null,
  secret text not null,
  "backupCodes" text not null,
  "userId" text not null,
  verified boolean,
  "failedVerificationCount" integer default 0,
  "lockedUntil" timestamp with time zone,
  constraint "twoFactor_pkey" PRIMARY KEY (id),
  constraint "twoFactor_userId_fkey" FOREIGN KEY ("userId") REFERENCES auth."user"(id) ON DELETE CASCADE
);
CREATE INDEX "twoFactor_userId_idx" ON auth."twoFactor" USING btree ("userId");
grant select, insert, update, delete on auth."twoFactor" to concord_system;

create table auth."user" (
  id text not null,
  name text not null,
  email text not null,
  "emailVerified" boolean not null,
  image text,
  "createdAt" timestamp with time zone default now() not null,
  "updatedAt" timestamp with time zone default now() not null,
  "twoFactorEnabled" boolean,
  constraint user_pkey PRIMARY KEY (id),
  constraint user_email_key UNIQUE (email)
);
grant select, insert, update, delete on auth."user" to concord_system;

create table auth.verification (
  id text not null,
  identifier text not null,
  value text not null,
  "expiresAt" timestamp with time zone not null,
  "createdAt" timestamp with time zone default now() not null,
  "updatedAt" timestamp with time zone default now() not null,
  constraint verification_pkey PRIMARY KEY (id)
);
CREATE INDEX verification_identifier_idx ON auth.verification USING btree (identifier);
grant select, insert, update, delete on auth.verification to concord_system;

create table public.addon (
  organization_id text not null,
  id text not null,
  addon_code text not null,
  code_key text collate "C" not null,
  name text not null,
  sort_name text collate "C" not null,
  description text,
  type text not null,
  pricing_scheme text not null,
  unit_name text,
  tax_id text,
  applicable_to text not null,
  status text not null,
  version integer default 1 not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint addon_pkey PRIMARY KEY (organization_id, id),
  constraint addon_addon_code_check CHECK ((addon_code <> ''::text)),
  constraint addon_applicable_to_check CHECK ((applicable_to = ANY (ARRAY['all'::text, 'plans'::text]))),
  constraint addon_code_key_check CHECK ((code_key <> ''::text)),
  constraint addon_name_check CHECK ((name <> ''::text)),
  constraint addon_pricing_scheme_check CHECK ((pricing_scheme = ANY (ARRAY['unit'::text, 'volume'::text, 'tier'::text, 'package'::text]))),
  constraint addon_sort_name_check CHECK ((sort_name <> ''::text)),
  constraint addon_status_check CHECK ((status = ANY (ARRAY['active'::text, 'inactive'::text]))),
  constraint addon_type_check CHECK ((type = ANY (ARRAY['recurring'::text, 'one_time'::text]))),
  constraint addon_unit_name_check CHECK ((unit_name <> ''::text))
);
CREATE INDEX addon_by_name ON public.addon USING btree (organization_id, sort_name, id);
CREATE UNIQUE INDEX addon_code_taken ON public.addon USING btree (organization_id, code_key);
CREATE UNIQUE INDEX addon_scheme ON public.addon USING btree (organization_id, id, pricing_scheme);
alter table public.addon enable row level security;
alter table public.addon force row level security;
create policy tenant on public.addon for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update, delete on public.addon to concord_app;

create table public.addon_plan (
  organization_id text not null,
  addon_id text not null,
  plan_id text not null,
  constraint addon_plan_pkey PRIMARY KEY (organization_id, addon_id, plan_id),
  constraint addon_plan_organization_id_addon_id_fkey FOREIGN KEY (organization_id, addon_id) REFERENCES public.addon(organization_id, id) ON DELETE CASCADE,
  constraint addon_plan_organization_id_plan_id_fkey FOREIGN KEY (organization_id, plan_id) REFERENCES public.plan(organization_id, id)
);
CREATE INDEX addon_plan_plan ON public.addon_plan USING btree (organization_id, plan_id);
alter table public.addon_plan enable row level security;
alter table public.addon_plan force row level security;
create policy tenant on public.addon_plan for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, delete on public.addon_plan to concord_app;

create table public.addon_price (
  organization_id text not null,
  addon_id text not null,
  currency_code text not null,
  pricing_scheme text not null,
  price numeric,
  brackets jsonb,
  constraint addon_price_pkey PRIMARY KEY (organization_id, addon_id, currency_code),
  constraint addon_price_brackets_check CHECK (((jsonb_typeof(brackets) = 'array'::text) AND (jsonb_array_length(brackets) > 0))),
  constraint addon_price_check CHECK ((num_nonnulls(price, brackets) = 1)),
  constraint addon_price_check1 CHECK (((price IS NOT NULL) = (pricing_scheme = 'unit'::text))),
  constraint addon_price_currency_code_check CHECK ((currency_code ~ '^[A-Z]{3}$'::text)),
  constraint addon_price_price_check CHECK (((price >= (0)::numeric) AND (price < '1000000000000'::numeric) AND (scale(price) <= 8))),
  constraint addon_price_organization_id_addon_id_pricing_scheme_fkey FOREIGN KEY (organization_id, addon_id, pricing_scheme) REFERENCES public.addon(organization_id, id, pricing_scheme) ON DELETE CASCADE
);
alter table public.addon_price enable row level security;
alter table public.addon_price force row level security;
create policy tenant on public.addon_price for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, delete on public.addon_price to concord_app;

create table public.api_key (
  organization_id text not null,
  id text not null,
  name text not null,
  hash text not null,
  role text not null,
  created_by text not null,
  created_at timestamp with time zone not null,
  last_used_at timestamp with time zone,
  expires_at timestamp with time zone,
  revoked_at timestamp with time zone,
  constraint api_key_pkey PRIMARY KEY (organization_id, id),
  constraint api_key_name_check CHECK ((name <> ''::text)),
  constraint api_key_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'admin'::text, 'accountant'::text, 'sales'::text, 'read_only'::text])))
);
CREATE INDEX api_key_hash ON public.api_key USING btree (hash);
alter table public.api_key enable row level security;
alter table public.api_key force row level security;
create policy find_by_hash on public.api_key for select to concord_system using (true);
create policy note_use on public.api_key for update to concord_system using (true);
create policy tenant on public.api_key for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update on public.api_key to concord_app;
grant select, update (last_used_at) on public.api_key to concord_system;

create table public.attachment (
  organization_id text not null,
  id text not null,
  customer_id text not null,
  name text not null,
  bytes integer not null,
  content bytea storage external not null,
  created_at timestamp with time zone not null,
  created_by text not null,
  constraint attachment_pkey PRIMARY KEY (organization_id, id),
  constraint attachment_bytes_check CHECK (((bytes >= 1) AND (bytes <= 10000000))),
  constraint attachment_check CHECK ((octet_length(content) = bytes)),
  constraint attachment_name_check CHECK ((name <> ''::text)),
  constraint attachment_organization_id_customer_id_fkey FOREIGN KEY (organization_id, customer_id) REFERENCES public.customer(organization_id, id) ON DELETE CASCADE
);
CREATE INDEX attachment_customer ON public.attachment USING btree (organization_id, customer_id, id);
alter table public.attachment enable row level security;
alter table public.attachment force row level security;
create policy tenant on public.attachment for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update, delete on public.attachment to concord_app;

create table public.audit_log (
  organization_id text not null,
  seq bigint not null,
  at timestamp with time zone not null,
  actor_kind text not null,
  actor_id text not null,
  actor_name text not null,
  action text not null,
  subject_kind text not null,
  subject_id text not null,
  details jsonb not null,
  previous_hash text not null,
  hash text not null,
  constraint audit_log_pkey PRIMARY KEY (organization_id, seq),
  constraint audit_log_actor_kind_check CHECK ((actor_kind = ANY (ARRAY['user'::text, 'api_key'::text, 'system'::text, 'crm_user'::text, 'customer'::text])))
);
CREATE INDEX audit_log_subject ON public.audit_log USING btree (organization_id, subject_kind, subject_id, seq DESC);
alter table public.audit_log enable row level security;
alter table public.audit_log force row level security;
create policy tenant on public.audit_log for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert on public.audit_log to concord_app;
CREATE TRIGGER chain BEFORE INSERT ON public.audit_log FOR EACH ROW EXECUTE FUNCTION public.chain_audit_row();

create table public.billing_organization (
  organization_id text not null,
  name text not null,
  base_currency text not null,
  time_zone text not null,
  country text,
  address jsonb default '{}'::jsonb not null,
  additional_emails text[] default '{}'::text[] not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  payment_terms integer default 15 not null,
  tax_rounding text default 'line'::text not null,
  dunning_gaps integer[] default '{5,5,3}'::integer[] not null,
  dunning_ends_in text default 'cancelled'::text not null,
  proration_basis text default 'day'::text not null,
  email_invoices boolean default false not null,
  email_receipts boolean default false not null,
  email_failed_charges boolean default false not null,
  tax_label text,
  tax_number text,
  bank_account jsonb default '{}'::jsonb not null,
  payment_instructions text,
  reminder_days integer[] default '{}'::integer[] not null,
  apply_credits boolean not null,
  language text not null,
  constraint billing_organization_pkey PRIMARY KEY (organization_id),
  constraint billing_organization_bank_account_check CHECK ((jsonb_typeof(bank_account) = 'object'::text)),
  constraint billing_organization_base_currency_check CHECK ((base_currency ~ '^[A-Z]{3}$'::text)),
  constraint billing_organization_dunning_ends_in_check CHECK ((dunning_ends_in = ANY (ARRAY['cancelled'::text, 'unpaid'::text]))),
  constraint billing_organization_dunning_gaps_check CHECK ((((cardinality(dunning_gaps) >= 1) AND (cardinality(dunning_gaps) <= 10)) AND (1 <= ALL (dunning_gaps)) AND (90 >= ALL (dunning_gaps)))),
  constraint billing_organization_name_check CHECK ((name <> ''::text)),
  constraint billing_organization_payment_instructions_check CHECK (((char_length(payment_instructions) >= 1) AND (char_length(payment_instructions) <= 1000))),
  constraint billing_organization_payment_terms_check CHECK (((payment_terms >= 0) AND (payment_terms <= 3650))),
  constraint billing_organization_proration_basis_check CHECK ((proration_basis = ANY (ARRAY['day'::text, 'second'::text]))),
  constraint billing_organization_reminder_days_check CHECK (((cardinality(reminder_days) <= 5) AND (1 <= ALL (reminder_days)) AND (365 >= ALL (reminder_days)))),
  constraint billing_organization_tax_label_check CHECK (((char_length(tax_label) >= 1) AND (char_length(tax_label) <= 40))),
  constraint billing_organization_tax_number_check CHECK (((char_length(tax_number) >= 1) AND (char_length(tax_number) <= 60))),
  constraint billing_organization_tax_rounding_check CHECK ((tax_rounding = ANY (ARRAY['line'::text, 'rate'::text])))
);
alter table public.billing_organization enable row level security;
alter table public.billing_organization force row level security;
create policy find_reminding on public.billing_organization for select to concord_system using ((cardinality(reminder_days) > 0));
create policy tenant on public.billing_organization for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update on public.billing_organization to concord_app;
grant select (organization_id), select (reminder_days) on public.billing_organization to concord_system;

create table public.charge_attempt (
  organization_id text not null,
  id text not null,
  invoice_id text not null,
  subscription_id text,
  kind text not null,
  amount bigint not null,
  on_day date not null,
  status text not null,
  failure text,
  payment_id text,
  created_at timestamp with time zone not null,
  settled_at timestamp with time zone,
  method_label text,
  method_reference text,
  gateway_customer text,
  asked_at timestamp with time zone,
  gateway_payment text,
  failure_code text,
  constraint charge_attempt_pkey PRIMARY KEY (organization_id, id),
  constraint charge_attempt_amount_check CHECK ((amount > 0)),
  constraint charge_attempt_check CHECK (((status = 'pending'::text) = (settled_at IS NULL))),
  constraint charge_attempt_check1 CHECK (((status = 'succeeded'::text) = (payment_id IS NOT NULL))),
  constraint charge_attempt_check2 CHECK ((num_nulls(method_label, method_reference, gateway_customer) = ANY (ARRAY[0, 3]))),
  constraint charge_attempt_kind_check CHECK ((kind = ANY (ARRAY['renewal'::text, 'retry'::text, 'manual'::text]))),
  constraint charge_attempt_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'succeeded'::text, 'failed'::text]))),
  constraint charge_attempt_organization_id_invoice_id_fkey FOREIGN KEY (organization_id, invoice_id) REFERENCES public.document(organization_id, id),
  constraint charge_attempt_organization_id_payment_id_fkey FOREIGN KEY (organization_id, payment_id) REFERENCES public.payment(organization_id, id),
  constraint charge_attempt_organization_id_subscription_id_fkey FOREIGN KEY (organization_id, subscription_id) REFERENCES public.subscription(organization_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX charge_attempt_gateway_payment ON public.charge_attempt USING btree (organization_id, gateway_payment) WHERE (gateway_payment IS NOT NULL);
CREATE INDEX charge_attempt_invoice ON public.charge_attempt USING btree (organization_id, invoice_id, id);
CREATE INDEX charge_attempt_payment ON public.charge_attempt USING btree (organization_id, payment_id) WHERE (payment_id IS NOT NULL);
CREATE UNIQUE INDEX charge_attempt_pending ON public.charge_attempt USING btree (organization_id, invoice_id) WHERE (status = 'pending'::text);
CREATE INDEX charge_attempt_subscription ON public.charge_attempt USING btree (organization_id, subscription_id, id);
CREATE INDEX charge_attempt_waiting ON public.charge_attempt USING btree (asked_at, organization_id) WHERE (status = 'pending'::text);
alter table public.charge_attempt enable row level security;
alter table public.charge_attempt force row level security;
create policy find_waiting on public.charge_attempt for select to concord_system using (true);
create policy tenant on public.charge_attempt for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update on public.charge_attempt to concord_app;
grant select (organization_id), select (status), select (method_reference), select (asked_at) on public.charge_attempt to concord_system;

create table public.connection (
  organization_id text not null,
  id text not null,
  kind text not null,
  accounts_url text not null,
  api_url text not null,
  email text not null,
  credential text not null,
  access_token text,
  access_token_expires_at timestamp with time zone,
  token_refused_until timestamp with time zone,
  crm_zgid text not null,
  crm_company text not null,
  crm_currency text not null,
  crm_user_id text not null,
  crm_user_name text not null,
  extent_allowed text not null,
  state text not null,
  problem_code text,
  problem jsonb,
  problem_since timestamp with time zone,
  consent_by text not null,
  consent_at timestamp with time zone not null,
  config_version integer default 0 not null,
  approved_version integer default 0 not null,
  interval_minutes integer default 120 not null,
  next_run_at timestamp with time zone,
  lease_epoch bigint default 0 not null,
  lease_owner text,
  lease_expires_at timestamp with time zone,
  watermarks jsonb default '{}'::jsonb not null,
  last_full_at timestamp with time zone,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  pushes boolean default false not null,
  has_marker boolean default false not null,
  mass_change jsonb,
  constraint connection_pkey PRIMARY KEY (organization_id, id),
  constraint connection_organization_id_crm_zgid_key UNIQUE (organization_id, crm_zgid),
  constraint connection_extent_allowed_check CHECK ((extent_allowed = ANY (ARRAY['two-way'::text, 'one-way'::text]))),
  constraint connection_interval_minutes_check CHECK ((interval_minutes = ANY (ARRAY[0, 15, 60, 120, 1440]))),
  constraint connection_kind_check CHECK ((kind = ANY (ARRAY['embedded'::text, 'zoho'::text]))),
  constraint connection_state_check CHECK ((state = ANY (ARRAY['connected'::text, 'active'::text, 'paused'::text, 'disabled'::text])))
);
CREATE INDEX connection_crm ON public.connection USING btree (crm_zgid);
CREATE INDEX connection_due ON public.connection USING btree (next_run_at) WHERE (state = 'active'::text);
alter table public.connection enable row level security;
alter table public.connection force row level security;
create policy find_due on public.connection for select to concord_system using (true);
create policy tenant on public.connection for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update on public.connection to concord_app;
grant select (organization_id), select (id), select (crm_zgid), select (extent_allowed), select (state), select (next_run_at), select (lease_expires_at) on public.connection to concord_system;

create table public.contact_person (
  organization_id text not null,
  id text not null,
  customer_id text not null,
  salutation text,
  first_name text,
  last_name text,
  email text,
  phone text,
  mobile text,
  fax text,
  department text,
  designation text,
  is_primary boolean default false not null,
  email_key text collate "C",
  version integer default 1 not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint contact_person_pkey PRIMARY KEY (organization_id, id),
  constraint contact_person_check CHECK ((COALESCE(first_name, last_name, email, phone, mobile) IS NOT NULL)),
  constraint contact_person_organization_id_customer_id_fkey FOREIGN KEY (organization_id, customer_id) REFERENCES public.customer(organization_id, id) ON DELETE CASCADE
);
CREATE INDEX contact_person_customer ON public.contact_person USING btree (organization_id, customer_id);
CREATE INDEX contact_person_email ON public.contact_person USING btree (organization_id, email_key) WHERE (email_key IS NOT NULL);
CREATE UNIQUE INDEX contact_person_primary ON public.contact_person USING btree (organization_id, customer_id) WHERE is_primary;
alter table public.contact_person enable row level security;
alter table public.contact_person force row level security;
create policy tenant on public.contact_person for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update, delete on public.contact_person to concord_app;
CREATE TRIGGER contact_person_mark_changed AFTER UPDATE ON public.contact_person FOR EACH ROW WHEN (((old.* IS DISTINCT FROM new.*) AND (COALESCE(current_setting('concord.unmarked'::text, true), ''::text) <> 'yes'::text))) EXECUTE FUNCTION public.mark_for_crm('contact_person');
CREATE TRIGGER contact_person_mark_new AFTER INSERT ON public.contact_person FOR EACH ROW WHEN ((COALESCE(current_setting('concord.unmarked'::text, true), ''::text) <> 'yes'::text)) EXECUTE FUNCTION public.mark_for_crm('contact_person');
CREATE TRIGGER contact_person_settle_conflicts AFTER DELETE ON public.contact_person REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION public.settle_conflicts_of_gone('contact_person');

create table public.coupon (
  organization_id text not null,
  id text not null,
  coupon_code text not null,
  code_key text collate "C" not null,
  name text not null,
  sort_name text collate "C" not null,
  description text,
  discount_by text not null,
  discount_value numeric not null,
  currency_code text,
  type text not null,
  duration integer,
  max_redemption integer,
  redemption_count integer default 0 not null,
  expiry_at date,
  apply_to_plans text not null,
  apply_to_addons text not null,
  status text not null,
  version integer default 1 not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint coupon_pkey PRIMARY KEY (organization_id, id),
  constraint coupon_apply_to_addons_check CHECK ((apply_to_addons = ANY (ARRAY['all'::text, 'select'::text, 'none'::text]))),
  constraint coupon_apply_to_plans_check CHECK ((apply_to_plans = ANY (ARRAY['all'::text, 'select'::text]))),
  constraint coupon_check CHECK (((discount_by = 'flat'::text) OR (discount_value <= (100)::numeric))),
  constraint coupon_check1 CHECK (((discount_by = 'flat'::text) = (currency_code IS NOT NULL))),
  constraint coupon_check2 CHECK (((type = 'duration'::text) = (duration IS NOT NULL))),
  constraint coupon_code_key_check CHECK ((code_key <> ''::text)),
  constraint coupon_coupon_code_check CHECK ((coupon_code <> ''::text)),
  constraint coupon_currency_code_check CHECK ((currency_code ~ '^[A-Z]{3}$'::text)),
  constraint coupon_discount_by_check CHECK ((discount_by = ANY (ARRAY['percentage'::text, 'flat'::text]))),
  constraint coupon_discount_value_check CHECK (((discount_value > (0)::numeric) AND (discount_value < '1000000000000'::numeric) AND (scale(discount_value) <= 8))),
  constraint coupon_duration_check CHECK (((duration >= 1) AND (duration <= 1000))),
  constraint coupon_max_redemption_check CHECK ((max_redemption > 0)),
  constraint coupon_name_check CHECK ((name <> ''::text)),
  constraint coupon_redemption_count_check CHECK ((redemption_count >= 0)),
  constraint coupon_redemptions CHECK ((redemption_count <= max_redemption)),
  constraint coupon_sort_name_check CHECK ((sort_name <> ''::text)),
  constraint coupon_status_check CHECK ((status = ANY (ARRAY['active'::text, 'inactive'::text]))),
  constraint coupon_type_check CHECK ((type = ANY (ARRAY['one_time'::text, 'duration'::text, 'forever'::text])))
);
CREATE INDEX coupon_by_name ON public.coupon USING btree (organization_id, sort_name, id);
CREATE UNIQUE INDEX coupon_code_taken ON public.coupon USING btree (organization_id, code_key);
alter table public.coupon enable row level security;
alter table public.coupon force row level security;
create policy tenant on public.coupon for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update, delete on public.coupon to concord_app;

create table public.coupon_addon (
  organization_id text not null,
  coupon_id text not null,
  addon_id text not null,
  constraint coupon_addon_pkey PRIMARY KEY (organization_id, coupon_id, addon_id),
  constraint coupon_addon_organization_id_addon_id_fkey FOREIGN KEY (organization_id, addon_id) REFERENCES public.addon(organization_id, id),
  constraint coupon_addon_organization_id_coupon_id_fkey FOREIGN KEY (organization_id, coupon_id) REFERENCES public.coupon(organization_id, id) ON DELETE CASCADE
);
CREATE INDEX coupon_addon_addon ON public.coupon_addon USING btree (organization_id, addon_id);
alter table public.coupon_addon enable row level security;
alter table public.coupon_addon force row level security;
create policy tenant on public.coupon_addon for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, delete on public.coupon_addon to concord_app;

create table public.coupon_plan (
  organization_id text not null,
  coupon_id text not null,
  plan_id text not null,
  constraint coupon_plan_pkey PRIMARY KEY (organization_id, coupon_id, plan_id),
  constraint coupon_plan_organization_id_coupon_id_fkey FOREIGN KEY (organization_id, coupon_id) REFERENCES public.coupon(organization_id, id) ON DELETE CASCADE,
  constraint coupon_plan_organization_id_plan_id_fkey FOREIGN KEY (organization_id, plan_id) REFERENCES public.plan(organization_id, id)
);
CREATE INDEX coupon_plan_plan ON public.coupon_plan USING btree (organization_id, plan_id);
alter table public.coupon_plan enable row level security;
alter table public.coupon_plan force row level security;
create policy tenant on public.coupon_plan for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, delete on public.coupon_plan to concord_app;

create table public.crm_access_token (
  organization_id text not null,
  hash text not null,
  credential_id bigint not null,
  user_id bigint not null,
  scope text not null,
  created_time timestamp with time zone default clock_timestamp() not null,
  expires_time timestamp with time zone not null,
  constraint crm_access_token_pkey PRIMARY KEY (organization_id, hash),
  constraint crm_access_token_organization_id_credential_id_fkey FOREIGN KEY (organization_id, credential_id) REFERENCES public.crm_credential(organization_id, id)
);
CREATE INDEX crm_access_token_credential ON public.crm_access_token USING btree (organization_id, credential_id, created_time);
CREATE INDEX crm_access_token_hash ON public.crm_access_token USING btree (hash);
alter table public.crm_access_token enable row level security;
alter table public.crm_access_token force row level security;
create policy find_by_hash on public.crm_access_token for select to concord_system using (true);
create policy tenant on public.crm_access_token for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, delete on public.crm_access_token to concord_app;
grant select on public.crm_access_token to concord_system;

create table public.crm_bulk_chunk (
  organization_id text not null,
  job_id bigint not null,
  seq integer not null,
  bytes bytea storage external not null,
  constraint crm_bulk_chunk_pkey PRIMARY KEY (organization_id, job_id, seq),
  constraint crm_bulk_chunk_organization_id_job_id_fkey FOREIGN KEY (organization_id, job_id) REFERENCES public.crm_bulk_job(organization_id, id) ON DELETE CASCADE
);
alter table public.crm_bulk_chunk enable row level security;
alter table public.crm_bulk_chunk force row level security;
create policy tenant on public.crm_bulk_chunk for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update, delete on public.crm_bulk_chunk to concord_app;

create table public.crm_bulk_job (
  organization_id text not null,
  id bigint default nextval('public.crm_id'::regclass) not null,
  module text not null,
  query jsonb not null,
  state text default 'ADDED'::text not null,
  user_id bigint not null,
  page integer not null,
  after_id bigint,
  last_id bigint,
  count integer,
  more_records boolean,
  callback jsonb,
  error text,
  created_time timestamp(0) with time zone default clock_timestamp() not null,
  completed_time timestamp(0) with time zone,
  constraint crm_bulk_job_pkey PRIMARY KEY (organization_id, id),
  constraint crm_bulk_job_state_check CHECK ((state = ANY (ARRAY['ADDED'::text, 'QUEUED'::text, 'IN PROGRESS'::text, 'COMPLETED'::text, 'FAILURE'::text])))
);
alter table public.crm_bulk_job enable row level security;
alter table public.crm_bulk_job force row level security;
create policy tenant on public.crm_bulk_job for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update, delete on public.crm_bulk_job to concord_app;

create table public.crm_channel (
  organization_id text not null,
  user_id bigint not null,
  channel_id text not null,
  events text[] not null,
  notify_url text not null,
  token text,
  conditions jsonb,
  on_related boolean default true not null,
  expires_at timestamp(0) with time zone not null,
  failures integer default 0 not null,
  rests_until timestamp with time zone,
  sent_at timestamp(0) with time zone,
  failed_at timestamp(0) with time zone,
  problem text,
  constraint crm_channel_pkey PRIMARY KEY (organization_id, user_id, channel_id),
  constraint crm_channel_channel_id_check CHECK ((channel_id ~ '^[0-9]{1,19}$'::text)),
  constraint crm_channel_events_check CHECK ((cardinality(events) > 0)),
  constraint crm_channel_organization_id_user_id_fkey FOREIGN KEY (organization_id, user_id) REFERENCES public.crm_user(organization_id, id) ON DELETE CASCADE
);
alter table public.crm_channel enable row level security;
alter table public.crm_channel force row level security;
create policy tenant on public.crm_channel for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update, delete on public.crm_channel to concord_app;

create table public.crm_client (
  organization_id text not null,
  id text not null,
  name text not null,
  secret_hash text not null,
  kind text not null,
  redirect_uri text,
  created_by bigint not null,
  created_time timestamp(0) with time zone default clock_timestamp() not null,
  revoked_time timestamp(0) with time zone,
  constraint crm_client_pkey PRIMARY KEY (organization_id, id),
  constraint crm_client_kind_check CHECK ((kind = ANY (ARRAY['self'::text, 'server'::text]))),
  constraint crm_client_name_check CHECK ((name <> ''::text))
);
CREATE INDEX crm_client_id ON public.crm_client USING btree (id);
alter table public.crm_client enable row level security;
alter table public.crm_client force row level security;
create policy find_by_hash on public.crm_client for select to concord_system using (true);
create policy tenant on public.crm_client for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update on public.crm_client to concord_app;
grant select on public.crm_client to concord_system;

create table public.crm_creation (
  organization_id text not null,
  connection_id text not null,
  target text not null,
  record_id text not null,
  customer_id text not null,
  crm_module text not null,
  "values" text not null,
  payload text not null,
  tries integer default 0 not null,
  started_at timestamp with time zone not null,
  constraint crm_creation_pkey PRIMARY KEY (organization_id, connection_id, target, record_id),
  constraint crm_creation_crm_module_check CHECK ((crm_module = ANY (ARRAY['Accounts'::text, 'Contacts'::text]))),
  constraint crm_creation_target_check CHECK ((target = ANY (ARRAY['customer'::text, 'contact_person'::text]))),
  constraint crm_creation_organization_id_connection_id_fkey FOREIGN KEY (organization_id, connection_id) REFERENCES public.connection(organization_id, id)
);
alter table public.crm_creation enable row level security;
alter table public.crm_creation force row level security;
create policy tenant on public.crm_creation for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update, delete on public.crm_creation to concord_app;

create table public.crm_credential (
  organization_id text not null,
  id bigint default nextval('public.crm_id'::regclass) not null,
  kind text not null,
  hash text not null,
  user_id bigint not null,
  client_id text,
  scope text not null,
  created_time timestamp(0) with time zone default clock_timestamp() not null,
  last_used_time timestamp(0) with time zone,
  revoked_time timestamp(0) with time zone,
  constraint crm_credential_pkey PRIMARY KEY (organization_id, id),
  constraint crm_credential_check CHECK (((kind = 'zsc_key'::text) = (client_id IS NULL))),
  constraint crm_credential_kind_check CHECK ((kind = ANY (ARRAY['refresh_token'::text, 'zsc_key'::text]))),
  constraint crm_credential_organization_id_client_id_fkey FOREIGN KEY (organization_id, client_id) REFERENCES public.crm_client(organization_id, id),
  constraint crm_credential_organization_id_user_id_fkey FOREIGN KEY (organization_id, user_id) REFERENCES public.crm_user(organization_id, id)
);
CREATE INDEX crm_credential_hash ON public.crm_credential USING btree (hash);
CREATE UNIQUE INDEX crm_credential_zsc_key ON public.crm_credential USING btree (organization_id, user_id) WHERE ((kind = 'zsc_key'::text) AND (revoked_time IS NULL));
alter table public.crm_credential enable row level security;
alter table public.crm_credential force row level security;
create policy find_by_hash on public.crm_credential for select to concord_system using (true);
create policy tenant on public.crm_credential for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update on public.crm_credential to concord_app;
grant select on public.crm_credential to concord_system;

create table public.crm_credit_use (
  organization_id text not null,
  day date not null,
  credits bigint not null,
  constraint crm_credit_use_pkey PRIMARY KEY (organization_id, day)
);
alter table public.crm_credit_use enable row level security;
alter table public.crm_credit_use force row level security;
create policy tenant on public.crm_credit_use for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update on public.crm_credit_use to concord_app;

create table public.crm_currency (
  organization_id text not null,
  iso_code text not null,
  id bigint default nextval('public.crm_id'::regclass) not null,
  exchange_rate numeric(20,9) not null,
  is_base boolean not null,
  is_active boolean default true not null,
  created_time timestamp(0) with time zone default clock_timestamp() not null,
  modified_time timestamp(0) with time zone default clock_timestamp() not null,
  constraint crm_currency_pkey PRIMARY KEY (organization_id, iso_code),
  constraint crm_currency_exchange_rate_check CHECK ((exchange_rate > (0)::numeric)),
  constraint crm_currency_iso_code_check CHECK ((iso_code ~ '^[A-Z]{3}$'::text))
);
CREATE UNIQUE INDEX crm_currency_base ON public.crm_currency USING btree (organization_id) WHERE is_base;
alter table public.crm_currency enable row level security;
alter table public.crm_currency force row level security;
create policy tenant on public.crm_currency for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update on public.crm_currency to concord_app;

create table public.crm_field (
  organization_id text not null,
  module text not null,
  api_name text not null,
  id bigint default nextval('public.crm_id'::regclass) not null,
  label text not null,
  data_type text not null,
  settings jsonb default '{}'::jsonb not null,
  is_unique boolean default false not null,
  next_number bigint default 1 not null,
  created_by bigint not null,
  created_time timestamp(0) with time zone default clock_timestamp() not null,
  modified_time timestamp(0) with time zone default clock_timestamp() not null,
  constraint crm_field_pkey PRIMARY KEY (organization_id, module, api_name),
  constraint crm_field_api_name_check CHECK ((api_name ~ '^[A-Za-z][A-Za-z0-9_]{0,49}$'::text)),
  constraint crm_field_label_check CHECK ((label <> ''::text))
);
CREATE UNIQUE INDEX crm_field_id ON public.crm_field USING btree (organization_id, id);
alter table public.crm_field enable row level security;
alter table public.crm_field force row level security;
create policy tenant on public.crm_field for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update, delete on public.crm_field to concord_app;

create table public.crm_grant_code (
  organization_id text not null,
  hash text not null,
  client_id text not null,
  user_id bigint not null,
  scope text not null,
  redirect_uri text,
  expires_time timestamp(0) with time zone not null,
  used_time timestamp(0) with time zone,
  constraint crm_grant_code_pkey PRIMARY KEY (organization_id, hash),
  constraint crm_grant_code_organization_id_client_id_fkey FOREIGN KEY (organization_id, client_id) REFERENCES public.crm_client(organization_id, id)
);
CREATE INDEX crm_grant_code_hash ON public.crm_grant_code USING btree (hash);
alter table public.crm_grant_code enable row level security;
alter table public.crm_grant_code force row level security;
create policy find_by_hash on public.crm_grant_code for select to concord_system using (true);
create policy tenant on public.crm_grant_code for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update on public.crm_grant_code to concord_app;
grant select on public.crm_grant_code to concord_system;

create table public.crm_note (
  organization_id text not null,
  id bigint default nextval('public.crm_id'::regclass) not null,
  record_id bigint not null,
  title text default ''::text not null,
  content text not null,
  created_by bigint not null,
  modified_by bigint not null,
  created_time timestamp(0) with time zone default clock_timestamp() not null,
  modified_time timestamp(0) with time zone default clock_timestamp() not null,
  constraint crm_note_pkey PRIMARY KEY (organization_id, id),
  constraint crm_note_content_check CHECK (((content <> ''::text) AND (length(content) <= 32000))),
  constraint crm_note_title_check CHECK ((length(title) <= 120)),
  constraint crm_note_organization_id_record_id_fkey FOREIGN KEY (organization_id, record_id) REFERENCES public.crm_record(organization_id, id) ON DELETE CASCADE
);
CREATE INDEX crm_note_record ON public.crm_note USING btree (organization_id, record_id, id);
alter table public.crm_note enable row level security;
alter table public.crm_note force row level security;
create policy tenant on public.crm_note for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update, delete on public.crm_note to concord_app;

create table public.crm_notice (
  organization_id text not null,
  id bigint default nextval('public.crm_id'::regclass) not null,
  at timestamp with time zone default clock_timestamp() not null,
  module text not null,
  operation text not null,
  records jsonb not null,
  constraint crm_notice_pkey PRIMARY KEY (organization_id, id),
  constraint crm_notice_operation_check CHECK ((operation = ANY (ARRAY['insert'::text, 'update'::text, 'delete'::text])))
);
alter table public.crm_notice enable row level security;
alter table public.crm_notice force row level security;
create policy find_due on public.crm_notice for select to concord_system using (true);
create policy tenant on public.crm_notice for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update, delete on public.crm_notice to concord_app;
grant select (organization_id) on public.crm_notice to concord_system;

create table public.crm_organization (
  organization_id text not null,
  id bigint default nextval('public.crm_id'::regclass) not null,
  zgid text not null,
  company_name text not null,
  currency text not null,
  multi_currency boolean default false not null,
  time_zone text not null,
  country text not null,
  primary_email text not null,
  created_time timestamp(0) with time zone default clock_timestamp() not null,
  modified_time timestamp(0) with time zone default clock_timestamp() not null,
  finance_modules text[] default '{}'::text[] not null,
  private_modules text[] default '{}'::text[] not null,
  constraint crm_organization_pkey PRIMARY KEY (organization_id),
  constraint crm_organization_company_name_check CHECK ((company_name <> ''::text)),
  constraint crm_organization_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint crm_organization_finance_modules_check CHECK ((finance_modules <@ ARRAY['subscriptions'::text, 'invoices'::text, 'estimates'::text, 'sales_orders'::text, 'purchase_orders'::text])),
  constraint crm_organization_private_modules_check CHECK ((private_modules <@ ARRAY['Accounts'::text, 'Contacts'::text, 'Deals'::text])),
  constraint crm_organization_zgid_check CHECK ((zgid ~ '^\d{10}$'::text))
);
alter table public.crm_organization enable row level security;
alter table public.crm_organization force row level security;
create policy tenant on public.crm_organization for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update on public.crm_organization to concord_app;

create table public.crm_owner_job (
  organization_id text not null,
  id bigint default nextval('public.crm_id'::regclass) not null,
  module text not null,
  cvid bigint not null,
  criteria jsonb,
  owner_id bigint not null,
  user_id bigint not null,
  status text default 'SCHEDULED'::text not null,
  total integer not null,
  updated integer default 0 not null,
  failed integer default 0 not null,
  after_id bigint,
  error text,
  created_time timestamp(0) with time zone default clock_timestamp() not null,
  completed_time timestamp(0) with time zone,
  constraint crm_owner_job_pkey PRIMARY KEY (organization_id, id),
  constraint crm_owner_job_status_check CHECK ((status = ANY (ARRAY['SCHEDULED'::text, 'RUNNING'::text, 'COMPLETED'::text, 'FAILED'::text]))),
  constraint crm_owner_job_organization_id_owner_id_fkey FOREIGN KEY (organization_id, owner_id) REFERENCES public.crm_user(organization_id, id),
  constraint crm_owner_job_organization_id_user_id_fkey FOREIGN KEY (organization_id, user_id) REFERENCES public.crm_user(organization_id, id)
);
alter table public.crm_owner_job enable row level security;
alter table public.crm_owner_job force row level security;
create policy tenant on public.crm_owner_job for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update, delete on public.crm_owner_job to concord_app;

create table public.crm_profile (
  organization_id text not null,
  id bigint default nextval('public.crm_id'::regclass) not null,
  name text not null,
  permissions jsonb not null,
  predefined boolean default false not null,
  created_time timestamp(0) with time zone default clock_timestamp() not null,
  modified_time timestamp(0) with time zone default clock_timestamp() not null,
  description text default ''::text not null,
  created_by bigint,
  modified_by bigint,
  constraint crm_profile_pkey PRIMARY KEY (organization_id, id),
  constraint crm_profile_organization_id_name_key UNIQUE (organization_id, name),
  constraint crm_profile_name_check CHECK ((name <> ''::text))
);
alter table public.crm_profile enable row level security;
alter table public.crm_profile force row level security;
create policy tenant on public.crm_profile for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update, delete on public.crm_profile to concord_app;

create table public.crm_record (
  organization_id text not null,
  id bigint default nextval('public.crm_id'::regclass) not null,
  module text not null,
  name text not null,
  name_key text generated always as ("left"(lower(btrim(name)), 200)) stored not null,
  "values" jsonb not null,
  owner_id bigint not null,
  created_by bigint not null,
  modified_by bigint not null,
  created_time timestamp(0) with time zone not null,
  modified_time timestamp(0) with time zone not null,
  last_activity_time timestamp(0) with time zone,
  deleted_time timestamp(0) with time zone,
  deleted_by bigint,
  deleted_type text,
  email_key text generated always as ("left"(lower(("values" ->> 'Email'::text)), 200)) stored,
  constraint crm_record_pkey PRIMARY KEY (organization_id, id),
  constraint crm_record_check CHECK (((deleted_time IS NULL) = (deleted_type IS NULL))),
  constraint crm_record_deleted_type_check CHECK ((deleted_type = ANY (ARRAY['recycle'::text, 'permanent'::text])))
);
CREATE INDEX crm_record_created ON public.crm_record USING btree (organization_id, module, created_time, id) WHERE (deleted_time IS NULL);
CREATE INDEX crm_record_deleted ON public.crm_record USING btree (organization_id, module, deleted_time, id) WHERE (deleted_time IS NOT NULL);
CREATE INDEX crm_record_email ON public.crm_record USING btree (organization_id, module, email_key) WHERE ((deleted_time IS NULL) AND (email_key IS NOT NULL));
CREATE INDEX crm_record_list ON public.crm_record USING btree (organization_id, module, id) WHERE (deleted_time IS NULL);
CREATE INDEX crm_record_modified ON public.crm_record USING btree (organization_id, module, modified_time, id) WHERE (deleted_time IS NULL);
CREATE INDEX crm_record_name ON public.crm_record USING btree (organization_id, module, name_key COLLATE "C", id) WHERE (deleted_time IS NULL);
CREATE INDEX crm_record_owner ON public.crm_record USING btree (organization_id, module, owner_id, id) WHERE (deleted_time IS NULL);
CREATE INDEX crm_record_pieces ON public.crm_record USING gin (public.crm_name_pieces(name)) WITH (gin_pending_list_limit='256') WHERE (deleted_time IS NULL);
CREATE INDEX crm_record_values ON public.crm_record USING gin ("values" jsonb_path_ops) WHERE (deleted_time IS NULL);
CREATE INDEX crm_record_words ON public.crm_record USING gin (public.crm_record_words(name, "values")) WITH (gin_pending_list_limit='256') WHERE (deleted_time IS NULL);
alter table public.crm_record enable row level security;
alter table public.crm_record force row level security;
create policy find_by_word on public.crm_record for select to concord_search using (true);
create policy tenant on public.crm_record for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update, delete on public.crm_record to concord_app;
grant select (organization_id), select (id), select (module), select (name), select (name_key), select ("values"), select (deleted_time) on public.crm_record to concord_search;
CREATE TRIGGER values_changed AFTER UPDATE ON public.crm_record REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.keep_crm_value_order();
CREATE TRIGGER values_gone AFTER DELETE ON public.crm_record REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.keep_crm_value_order();
CREATE TRIGGER values_new AFTER INSERT ON public.crm_record REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.keep_crm_value_order();
CREATE TRIGGER words_changed AFTER UPDATE ON public.crm_record FOR EACH ROW WHEN ((new.name IS DISTINCT FROM old.name)) EXECUTE FUNCTION public.keep_crm_word_change();
CREATE TRIGGER words_new AFTER INSERT ON public.crm_record REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.keep_crm_words();

create table public.crm_record_view (
  organization_id text not null,
  user_id bigint not null,
  record_id bigint not null,
  viewed_time timestamp(0) with time zone not null,
  constraint crm_record_view_pkey PRIMARY KEY (organization_id, user_id, record_id),
  constraint crm_record_view_organization_id_record_id_fkey FOREIGN KEY (organization_id, record_id) REFERENCES public.crm_record(organization_id, id) ON DELETE CASCADE
);
CREATE INDEX crm_record_view_record ON public.crm_record_view USING btree (organization_id, record_id);
CREATE INDEX crm_record_view_time ON public.crm_record_view USING btree (organization_id, user_id, viewed_time);
alter table public.crm_record_view enable row level security;
alter table public.crm_record_view force row level security;
create policy tenant on public.crm_record_view for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update, delete on public.crm_record_view to concord_app;

create table public.crm_role (
  organization_id text not null,
  id bigint default nextval('public.crm_id'::regclass) not null,
  name text not null,
  reports_to bigint,
  description text default ''::text not null,
  share_with_peers boolean default false not null,
  created_by bigint,
  modified_by bigint,
  created_time timestamp(0) with time zone default clock_timestamp() not null,
  modified_time timestamp(0) with time zone default clock_timestamp() not null,
  constraint crm_role_pkey PRIMARY KEY (organization_id, id),
  constraint crm_role_organization_id_name_key UNIQUE (organization_id, name),
  constraint crm_role_check CHECK ((reports_to IS DISTINCT FROM id)),
  constraint crm_role_name_check CHECK ((name <> ''::text)),
  constraint crm_role_organization_id_reports_to_fkey FOREIGN KEY (organization_id, reports_to) REFERENCES public.crm_role(organization_id, id)
);
alter table public.crm_role enable row level security;
alter table public.crm_role force row level security;
create policy tenant on public.crm_role for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update, delete on public.crm_role to concord_app;

create table public.crm_timeline (
  organization_id text not null,
  record_id bigint not null,
  id bigint default nextval('public.crm_id'::regclass) not null,
  at timestamp(0) with time zone not null,
  action text not null,
  source text not null,
  user_id bigint not null,
  changes jsonb,
  related_id bigint,
  constraint crm_timeline_pkey PRIMARY KEY (organization_id, record_id, id),
  constraint crm_timeline_action_check CHECK ((action = ANY (ARRAY['added'::text, 'updated'::text, 'deleted'::text, 'restored'::text, 'merged'::text]))),
  constraint crm_timeline_source_check CHECK ((source = ANY (ARRAY['crm_ui'::text, 'crm_api'::text]))),
  constraint crm_timeline_organization_id_record_id_fkey FOREIGN KEY (organization_id, record_id) REFERENCES public.crm_record(organization_id, id) ON DELETE CASCADE
);
alter table public.crm_timeline enable row level security;
alter table public.crm_timeline force row level security;
create policy tenant on public.crm_timeline for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert on public.crm_timeline to concord_app;

create table public.crm_unique_value (
  organization_id text not null,
  module text not null,
  field text not null,
  value text not null,
  record_id bigint not null,
  constraint crm_unique_value_pkey PRIMARY KEY (organization_id, module, field, value),
  constraint crm_unique_value_organization_id_record_id_fkey FOREIGN KEY (organization_id, record_id) REFERENCES public.crm_record(organization_id, id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX crm_unique_value_record ON public.crm_unique_value USING btree (organization_id, record_id);
alter table public.crm_unique_value enable row level security;
alter table public.crm_unique_value force row level security;
create policy tenant on public.crm_unique_value for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update, delete on public.crm_unique_value to concord_app;

create table public.crm_user (
  organization_id text not null,
  id bigint default nextval('public.crm_id'::regclass) not null,
  auth_user_id text,
  email text not null,
  first_name text default ''::text not null,
  last_name text not null,
  status text default 'active'::text not null,
  profile_id bigint not null,
  role_id bigint not null,
  created_time timestamp(0) with time zone default clock_timestamp() not null,
  modified_time timestamp(0) with time zone default clock_timestamp() not null,
  constraint crm_user_pkey PRIMARY KEY (organization_id, id),
  constraint crm_user_email_check CHECK ((email <> ''::text)),
  constraint crm_user_last_name_check CHECK ((last_name <> ''::text)),
  constraint crm_user_status_check CHECK ((status = ANY (ARRAY['active'::text, 'inactive'::text]))),
  constraint crm_user_organization_id_profile_id_fkey FOREIGN KEY (organization_id, profile_id) REFERENCES public.crm_profile(organization_id, id),
  constraint crm_user_organization_id_role_id_fkey FOREIGN KEY (organization_id, role_id) REFERENCES public.crm_role(organization_id, id)
);
CREATE UNIQUE INDEX crm_user_auth ON public.crm_user USING btree (organization_id, auth_user_id);
CREATE UNIQUE INDEX crm_user_email ON public.crm_user USING btree (organization_id, lower(email));
CREATE INDEX crm_user_profile ON public.crm_user USING btree (organization_id, profile_id);
CREATE INDEX crm_user_role ON public.crm_user USING btree (organization_id, role_id);
alter table public.crm_user enable row level security;
alter table public.crm_user force row level security;
create policy tenant on public.crm_user for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update on public.crm_user to concord_app;

create table public.crm_value_order (
  organization_id text not null,
  module text not null,
  field text not null,
  place double precision not null,
  record_id bigint not null,
  constraint crm_value_order_pkey PRIMARY KEY (organization_id, module, field, place, record_id)
);
alter table public.crm_value_order enable row level security;
alter table public.crm_value_order force row level security;
create policy tenant on public.crm_value_order for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, delete on public.crm_value_order to concord_app;

create table public.crm_view (
  organization_id text not null,
  id bigint default nextval('public.crm_id'::regclass) not null,
  module text not null,
  name text not null,
  criteria jsonb,
  fields jsonb not null,
  sort_by text,
  sort_order text,
  access_type text not null,
  shared_to jsonb default '[]'::jsonb not null,
  created_by bigint not null,
  modified_by bigint not null,
  created_time timestamp(0) with time zone default clock_timestamp() not null,
  modified_time timestamp(0) with time zone default clock_timestamp() not null,
  constraint crm_view_pkey PRIMARY KEY (organization_id, id),
  constraint crm_view_access_type_check CHECK ((access_type = ANY (ARRAY['public'::text, 'shared'::text, 'only_to_me'::text]))),
  constraint crm_view_name_check CHECK ((name <> ''::text)),
  constraint crm_view_sort_order_check CHECK ((sort_order = ANY (ARRAY['asc'::text, 'desc'::text])))
);
CREATE INDEX crm_view_module ON public.crm_view USING btree (organization_id, module);
alter table public.crm_view enable row level security;
alter table public.crm_view force row level security;
create policy tenant on public.crm_view for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update, delete on public.crm_view to concord_app;

create table public.crm_word (
  organization_id text not null,
  module text not null,
  word text collate "C" not null,
  id bigint not null,
  constraint crm_word_pkey PRIMARY KEY (organization_id, module, word, id)
);
alter table public.crm_word enable row level security;
alter table public.crm_word force row level security;
create policy tenant on public.crm_word for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert on public.crm_word to concord_app;

create table public.custom_field (
  organization_id text not null,
  api_name text not null,
  label text not null,
  type text not null,
  options text[] default '{}'::text[] not null,
  "position" integer not null,
  created_at timestamp with time zone not null,
  entity text not null,
  constraint custom_field_pkey PRIMARY KEY (organization_id, entity, api_name),
  constraint custom_field_api_name_check CHECK ((api_name ~ '^cf_[a-z0-9_]{1,60}$'::text)),
  constraint custom_field_entity_check CHECK ((entity = ANY (ARRAY['customer'::text, 'subscription'::text]))),
  constraint custom_field_label_check CHECK ((label <> ''::text)),
  constraint custom_field_type_check CHECK ((type = ANY (ARRAY['text'::text, 'number'::text, 'decimal'::text, 'date'::text, 'check_box'::text, 'pick_list'::text, 'email'::text, 'url'::text, 'phone'::text])))
);
alter table public.custom_field enable row level security;
alter table public.custom_field force row level security;
create policy tenant on public.custom_field for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update, delete on public.custom_field to concord_app;
CREATE TRIGGER custom_field_settle_conflicts AFTER DELETE ON public.custom_field FOR EACH ROW WHEN ((old.entity = 'customer'::text)) EXECUTE FUNCTION public.settle_conflicts_of_field();
CREATE TRIGGER limit_of_ten BEFORE INSERT ON public.custom_field FOR EACH ROW EXECUTE FUNCTION public.limit_custom_fields();

create table public.customer (
  organization_id text not null,
  id text not null,
  display_name text not null,
  type text not null,
  company_name text,
  salutation text,
  first_name text,
  last_name text,
  email text,
  phone text,
  mobile text,
  fax text,
  website text,
  department text,
  designation text,
  notes text,
  tags text[] default '{}'::text[] not null,
  currency_code text not null,
  payment_terms integer,
  payment_terms_label text,
  language text,
  billing_attention text,
  billing_street text,
  billing_city text,
  billing_state text,
  billing_zip text,
  billing_country text,
  billing_phone text,
  shipping_attention text,
  shipping_street text,
  shipping_city text,
  shipping_state text,
  shipping_zip text,
  shipping_country text,
  shipping_phone text,
  custom_fields jsonb default '{}'::jsonb not null,
  status text not null,
  source text not null,
  merged_into text,
  name_key text collate "C",
  email_key text collate "C",
  phone_key text collate "C",
  website_key text collate "C",
  sort_name text collate "C" not null,
  name_rest text collate "C",
  crm_links integer default 0 not null,
  version integer default 1 not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  tax_reg_no text,
  tax_exemption_reason text,
  constraint customer_pkey PRIMARY KEY (organization_id, id),
  constraint customer_check CHECK (((merged_into IS NULL) OR (status = 'inactive'::text))),
  constraint customer_crm_links_check CHECK ((crm_links >= 0)),
  constraint customer_currency_code_check CHECK ((currency_code ~ '^[A-Z]{3}$'::text)),
  constraint customer_display_name_check CHECK ((display_name <> ''::text)),
  constraint customer_payment_terms_check CHECK (((payment_terms >= 0) AND (payment_terms <= 3650))),
  constraint customer_source_check CHECK ((source = ANY (ARRAY['local'::text, 'crm'::text, 'import'::text]))),
  constraint customer_status_check CHECK ((status = ANY (ARRAY['active'::text, 'inactive'::text]))),
  constraint customer_tax_exemption_reason_check CHECK (((char_length(tax_exemption_reason) >= 1) AND (char_length(tax_exemption_reason) <= 200))),
  constraint customer_tax_reg_no_check CHECK (((char_length(tax_reg_no) >= 1) AND (char_length(tax_reg_no) <= 30))),
  constraint customer_type_check CHECK ((type = ANY (ARRAY['business'::text, 'individual'::text]))),
  constraint customer_organization_id_merged_into_fkey FOREIGN KEY (organization_id, merged_into) REFERENCES public.customer(organization_id, id)
);
CREATE INDEX customer_by_change ON public.customer USING btree (organization_id, updated_at, id);
CREATE INDEX customer_by_name ON public.customer USING btree (organization_id, sort_name, id);
CREATE INDEX customer_email_key ON public.customer USING btree (organization_id, email_key) WHERE (email_key IS NOT NULL);
CREATE INDEX customer_inactive ON public.customer USING btree (organization_id, sort_name, id) WHERE (status = 'inactive'::text);
CREATE INDEX customer_linked ON public.customer USING btree (organization_id, id) WHERE (crm_links > 0);
CREATE INDEX customer_merged ON public.customer USING btree (organization_id, merged_into) WHERE (merged_into IS NOT NULL);
CREATE INDEX customer_name_key ON public.customer USING btree (organization_id, name_key) WHERE (name_key <> sort_name);
CREATE INDEX customer_name_rest ON public.customer USING btree (organization_id, name_rest) WHERE (name_rest IS NOT NULL);
CREATE INDEX customer_phone_key ON public.customer USING hash (phone_key) WHERE (phone_key IS NOT NULL);
CREATE INDEX customer_website_key ON public.customer USING hash (website_key) WHERE (website_key IS NOT NULL);
alter table public.customer enable row level security;
alter table public.customer force row level security;
create policy tenant on public.customer for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update, delete on public.customer to concord_app;
CREATE TRIGGER customer_mark_changed AFTER UPDATE ON public.customer FOR EACH ROW WHEN (((old.* IS DISTINCT FROM new.*) AND (COALESCE(current_setting('concord.unmarked'::text, true), ''::text) <> 'yes'::text))) EXECUTE FUNCTION public.mark_for_crm('customer');
CREATE TRIGGER customer_mark_new AFTER INSERT ON public.customer FOR EACH ROW WHEN ((COALESCE(current_setting('concord.unmarked'::text, true), ''::text) <> 'yes'::text)) EXECUTE FUNCTION public.mark_for_crm('customer');
CREATE TRIGGER customer_settle_conflicts AFTER DELETE ON public.customer REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION public.settle_conflicts_of_gone('customer');
CREATE TRIGGER customer_settle_conflicts_of_merged AFTER UPDATE OF merged_into ON public.customer FOR EACH ROW WHEN (((new.merged_into IS NOT NULL) AND (old.merged_into IS NULL))) EXECUTE FUNCTION public.settle_conflicts_of_merged();
CREATE TRIGGER later_words_changed AFTER UPDATE ON public.customer FOR EACH ROW WHEN ((new.name_rest IS DISTINCT FROM old.name_rest)) EXECUTE FUNCTION public.keep_later_words();
CREATE TRIGGER later_words_gone AFTER DELETE ON public.customer FOR EACH ROW WHEN ((strpos(old.name_rest, ' '::text) > 0)) EXECUTE FUNCTION public.keep_later_words();
CREATE TRIGGER later_words_new AFTER INSERT ON public.customer FOR EACH ROW WHEN ((strpos(new.name_rest, ' '::text) > 0)) EXECUTE FUNCTION public.keep_later_words();
CREATE TRIGGER tell_created AFTER INSERT ON public.customer REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.tell_of_new_rows('customer.created', 'customer');
CREATE TRIGGER tell_updated AFTER UPDATE ON public.customer REFERENCING OLD TABLE AS old_rows NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.tell_of_customers();
CREATE TRIGGER words_changed AFTER UPDATE ON public.customer FOR EACH ROW WHEN ((new.sort_name IS DISTINCT FROM old.sort_name)) EXECUTE FUNCTION public.keep_customer_word_change();
CREATE TRIGGER words_new AFTER INSERT ON public.customer REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.keep_customer_words();

create table public.customer_event (
  organization_id text not null,
  customer_id text not null,
  id text not null,
  at timestamp with time zone not null,
  actor_kind text not null,
  actor_id text not null,
  actor_name text not null,
  kind text not null,
  changes jsonb default '[]'::jsonb not null,
  note text,
  version integer,
  contact_person_id text,
  constraint customer_event_pkey PRIMARY KEY (organization_id, customer_id, id),
  constraint customer_event_organization_id_customer_id_fkey FOREIGN KEY (organization_id, customer_id) REFERENCES public.customer(organization_id, id) ON DELETE CASCADE
);
CREATE INDEX customer_event_person ON public.customer_event USING btree (organization_id, contact_person_id, id) WHERE (contact_person_id IS NOT NULL);
alter table public.customer_event enable row level security;
alter table public.customer_event force row level security;
create policy tenant on public.customer_event for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert on public.customer_event to concord_app;

create table public.customer_later_words (
  organization_id text not null,
  rest text collate "C" not null,
  customer_id text not null,
  constraint customer_later_words_pkey PRIMARY KEY (organization_id, rest, customer_id)
);
alter table public.customer_later_words enable row level security;
alter table public.customer_later_words force row level security;
create policy tenant on public.customer_later_words for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, delete on public.customer_later_words to concord_app;

create table public.customer_merge (
  organization_id text not null,
  id text not null,
  survivor_id text not null,
  loser_id text not null,
  moved jsonb not null,
  merged_by text not null,
  merged_at timestamp with time zone not null,
  undone_at timestamp with time zone,
  undone_by text,
  constraint customer_merge_pkey PRIMARY KEY (organization_id, id),
  constraint customer_merge_check CHECK ((survivor_id <> loser_id)),
  constraint customer_merge_organization_id_loser_id_fkey FOREIGN KEY (organization_id, loser_id) REFERENCES public.customer(organization_id, id) ON DELETE CASCADE,
  constraint customer_merge_organization_id_survivor_id_fkey FOREIGN KEY (organization_id, survivor_id) REFERENCES public.customer(organization_id, id) ON DELETE CASCADE
);
CREATE INDEX customer_merge_loser ON public.customer_merge USING btree (organization_id, loser_id, id);
CREATE UNIQUE INDEX customer_merge_open ON public.customer_merge USING btree (organization_id, loser_id) WHERE (undone_at IS NULL);
CREATE INDEX customer_merge_survivor ON public.customer_merge USING btree (organization_id, survivor_id, id);
alter table public.customer_merge enable row level security;
alter table public.customer_merge force row level security;
create policy tenant on public.customer_merge for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update on public.customer_merge to concord_app;

create table public.customer_word (
  organization_id text not null,
  word text collate "C" not null,
  id bigint not null,
  constraint customer_word_pkey PRIMARY KEY (organization_id, word, id)
);
alter table public.customer_word enable row level security;
alter table public.customer_word force row level security;
create policy tenant on public.customer_word for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert on public.customer_word to concord_app;

create table public.deal_log (
  organization_id text not null,
  id text not null,
  connection_id text not null,
  at timestamp with time zone not null,
  crm_id text not null,
  deal_name text not null,
  entity text not null,
  outcome text not null,
  document_id text,
  document_number text,
  reason text,
  details jsonb default '{}'::jsonb not null,
  constraint deal_log_pkey PRIMARY KEY (organization_id, id),
  constraint deal_log_outcome_check CHECK ((outcome = ANY (ARRAY['made'::text, 'accepted'::text, 'declined'::text, 'voided'::text, 'waiting'::text, 'left_alone'::text]))),
  constraint deal_log_organization_id_connection_id_fkey FOREIGN KEY (organization_id, connection_id) REFERENCES public.connection(organization_id, id) ON DELETE CASCADE
);
CREATE INDEX deal_log_connection ON public.deal_log USING btree (organization_id, connection_id, id DESC);
CREATE INDEX deal_log_deal ON public.deal_log USING btree (organization_id, crm_id, id DESC);
alter table public.deal_log enable row level security;
alter table public.deal_log force row level security;
create policy tenant on public.deal_log for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert on public.deal_log to concord_app;

create table public.deal_trigger (
  organization_id text not null,
  connection_id text not null,
  entity text not null,
  since timestamp with time zone not null,
  watermark timestamp with time zone not null,
  read_at timestamp with time zone,
  problem text,
  constraint deal_trigger_pkey PRIMARY KEY (organization_id, connection_id),
  constraint deal_trigger_entity_check CHECK ((entity = ANY (ARRAY['estimate'::text, 'invoice'::text, 'subscription'::text]))),
  constraint deal_trigger_organization_id_connection_id_fkey FOREIGN KEY (organization_id, connection_id) REFERENCES public.connection(organization_id, id) ON DELETE CASCADE
);
alter table public.deal_trigger enable row level security;
alter table public.deal_trigger force row level security;
create policy tenant on public.deal_trigger for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update, delete on public.deal_trigger to concord_app;

create table public.document (
  organization_id text not null,
  id text not null,
  kind text not null,
  status text not null,
  number text collate "C",
  customer_id text,
  customer_snapshot jsonb not null,
  date date not null,
  due_date date,
  payment_terms integer,
  payment_terms_label text,
  reference_number text,
  salesperson text,
  notes text,
  terms text,
  currency_code text not null,
  exchange_rate numeric(24,10) not null,
  is_tax_inclusive boolean not null,
  tax_rounding text not null,
  discount_by text,
  discount_value numeric(24,8),
  shipping bigint default 0 not null,
  adjustment bigint default 0 not null,
  adjustment_label text,
  sub_total bigint not null,
  discount_total bigint not null,
  tax_total bigint not null,
  total bigint not null,
  taxes jsonb not null,
  paid bigint default 0 not null,
  credited bigint default 0 not null,
  written_off bigint default 0 not null,
  applied bigint default 0 not null,
  refunded bigint default 0 not null,
  balance bigint generated always as ((((((total - paid) - credited) - written_off) - applied) - refunded)) stored not null,
  source_id text,
  subscription_id text,
  reason text,
  issued_at timestamp with time zone,
  closed_at timestamp with time zone,
  version integer default 1 not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  vendor_id text,
  returns_to text,
  shipping_tax_id text,
  shipping_tax_name text,
  shipping_tax_percentage numeric(9,6),
  shipping_tax bigint default 0 not null,
  constraint document_pkey PRIMARY KEY (organization_id, id),
  constraint document_applied_check CHECK ((applied >= 0)),
  constraint document_balance_check CHECK ((balance >= 0)),
  constraint document_check CHECK ((status =
CASE kind
    WHEN 'invoice'::text THEN
    CASE
        WHEN (status = ANY (ARRAY['draft'::text, 'sent'::text, 'void'::text])) THEN status
        ELSE NULL::text
    END
    WHEN 'credit_note'::text THEN
    CASE
        WHEN (status = ANY (ARRAY['draft'::text, 'open'::text, 'void'::text])) THEN status
        ELSE NULL::text
    END
    WHEN 'estimate'::text THEN
    CASE
        WHEN (status = ANY (ARRAY['draft'::text, 'sent'::text, 'accepted'::text, 'declined'::text, 'invoiced'::text])) THEN status
        ELSE NULL::text
    END
    WHEN 'sales_order'::text THEN
    CASE
        WHEN (status = ANY (ARRAY['draft'::text, 'confirmed'::text, 'on_hold'::text, 'closed'::text, 'void'::text])) THEN status
        ELSE NULL::text
    END
    ELSE
    CASE
        WHEN (status = ANY (ARRAY['draft'::text, 'issued'::text, 'partially_billed'::text, 'billed'::text, 'closed'::text, 'cancelled'::text])) THEN status
        ELSE NULL::text
    END
END)),
  constraint document_check1 CHECK (((customer_id IS NOT NULL) OR (kind = 'purchase_order'::text))),
  constraint document_check10 CHECK (((shipping_tax_id IS NULL) = (shipping_tax_percentage IS NULL))),
  constraint document_check11 CHECK (((shipping_tax_id IS NOT NULL) OR (shipping_tax = 0))),
  constraint document_check2 CHECK (((discount_by IS NULL) = (discount_value IS NULL))),
  constraint document_check3 CHECK (((kind <> 'invoice'::text) OR (due_date IS NOT NULL))),
  constraint document_check4 CHECK (((number IS NOT NULL) OR (status = ANY (ARRAY['draft'::text, 'void'::text])))),
  constraint document_check5 CHECK (((kind = 'invoice'::text) OR ((paid = 0) AND (credited = 0) AND (written_off = 0)))),
  constraint document_check6 CHECK (((kind = 'credit_note'::text) OR ((applied = 0) AND (refunded = 0)))),
  constraint document_check7 CHECK (((vendor_id IS NOT NULL) = (kind = 'purchase_order'::text))),
  constraint document_check8 CHECK (((customer_id IS NULL) OR (kind <> 'purchase_order'::text))),
  constraint document_check9 CHECK (((returns_to IS NULL) OR (kind = ANY (ARRAY['estimate'::text, 'sales_order'::text])))),
  constraint document_credited_check CHECK ((credited >= 0)),
  constraint document_currency_code_check CHECK ((currency_code ~ '^[A-Z]{3}$'::text)),
  constraint document_discount_by_check CHECK ((discount_by = ANY (ARRAY['percentage'::text, 'amount'::text]))),
  constraint document_discount_value_check CHECK ((discount_value >= (0)::numeric)),
  constraint document_exchange_rate_check CHECK ((exchange_rate > (0)::numeric)),
  constraint document_kind_check CHECK ((kind = ANY (ARRAY['invoice'::text, 'credit_note'::text, 'estimate'::text, 'sales_order'::text, 'purchase_order'::text]))),
  constraint document_paid_check CHECK ((paid >= 0)),
  constraint document_refunded_check CHECK ((refunded >= 0)),
  constraint document_tax_rounding_check CHECK ((tax_rounding = ANY (ARRAY['line'::text, 'rate'::text]))),
  constraint document_total_check CHECK ((total >= 0)),
  constraint document_written_off_check CHECK ((written_off >= 0)),
  constraint document_organization_id_customer_id_fkey FOREIGN KEY (organization_id, customer_id) REFERENCES public.customer(organization_id, id),
  constraint document_organization_id_source_id_fkey FOREIGN KEY (organization_id, source_id) REFERENCES public.document(organization_id, id),
  constraint document_organization_id_vendor_id_fkey FOREIGN KEY (organization_id, vendor_id) REFERENCES public.vendor(organization_id, id)
);
CREATE INDEX document_by_customer ON public.document USING btree (organization_id, customer_id, kind, id);
CREATE INDEX document_by_date ON public.document USING btree (organization_id, kind, date, id);
CREATE INDEX document_draft ON public.document USING btree (organization_id, kind, id) WHERE (status = 'draft'::text);
CREATE UNIQUE INDEX document_number ON public.document USING btree (organization_id, kind, number) WHERE (number IS NOT NULL);
CREATE INDEX document_open ON public.document USING btree (organization_id, kind, due_date, id) WHERE ((balance > 0) AND (status = ANY (ARRAY['sent'::text, 'open'::text])));
CREATE INDEX document_reference ON public.document USING btree (organization_id, kind, reference_number) WHERE (reference_number IS NOT NULL);
CREATE INDEX document_sale ON public.document USING btree (organization_id, date) WHERE ((kind = ANY (ARRAY['invoice'::text, 'credit_note'::text])) AND (status <> ALL (ARRAY['draft'::text, 'void'::text])));
CREATE INDEX document_source ON public.document USING btree (organization_id, source_id) WHERE (source_id IS NOT NULL);
CREATE INDEX document_subscription ON public.document USING btree (organization_id, subscription_id, id) WHERE (subscription_id IS NOT NULL);
CREATE INDEX document_vendor ON public.document USING btree (organization_id, vendor_id, id) WHERE (vendor_id IS NOT NULL);
alter table public.document enable row level security;
alter table public.document force row level security;
create policy tenant on public.document for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update, delete on public.document to concord_app;
CREATE TRIGGER tell_changed AFTER UPDATE ON public.document REFERENCING OLD TABLE AS old_rows NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.tell_of_documents();
CREATE TRIGGER tell_created AFTER INSERT ON public.document REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.tell_of_new_documents();

create table public.document_line (
  organization_id text not null,
  document_id text not null,
  "position" integer not null,
  item_kind text,
  item_id text,
  name text not null,
  description text,
  quantity numeric(24,8) not null,
  unit_price numeric(28,8) not null,
  discount_by text,
  discount_value numeric(24,8),
  tax_id text,
  tax_name text,
  tax_percentage numeric(9,6),
  amount bigint not null,
  discount bigint not null,
  document_discount bigint not null,
  net bigint not null,
  tax bigint not null,
  subscription_id text,
  charge text,
  charge_kind text,
  period daterange,
  ratio_part bigint,
  ratio_whole bigint,
  is_void boolean default false not null,
  source_line integer,
  ratio_unit text,
  billed_days daterange,
  sold_item jsonb,
  coupon_code text,
  coupon_name text,
  constraint document_line_pkey PRIMARY KEY (organization_id, document_id, "position"),
  constraint document_line_charge_kind_check CHECK ((charge_kind = ANY (ARRAY['term'::text, 'setup'::text, 'one_time'::text, 'proration'::text]))),
  constraint document_line_check CHECK (((item_kind IS NULL) = (item_id IS NULL))),
  constraint document_line_check1 CHECK (((discount_by IS NULL) = (discount_value IS NULL))),
  constraint document_line_check2 CHECK (((tax_id IS NULL) = (tax_percentage IS NULL))),
  constraint document_line_check3 CHECK (((subscription_id IS NULL) = (charge_kind IS NULL))),
  constraint document_line_check4 CHECK (((ratio_unit IS NULL) = (ratio_whole IS NULL))),
  constraint document_line_check5 CHECK (((NOT (charge_kind IS DISTINCT FROM 'term'::text)) = (billed_days IS NOT NULL))),
  constraint document_line_check6 CHECK (((sold_item IS NULL) OR (item_id IS NOT NULL))),
  constraint document_line_check7 CHECK (((coupon_code IS NULL) = (coupon_name IS NULL))),
  constraint document_line_check8 CHECK (((coupon_code IS NULL) OR (discount_by IS NOT NULL))),
  constraint document_line_discount_by_check CHECK ((discount_by = ANY (ARRAY['percentage'::text, 'amount'::text]))),
  constraint document_line_discount_value_check CHECK ((discount_value >= (0)::numeric)),
  constraint document_line_item_kind_check CHECK ((item_kind = ANY (ARRAY['plan'::text, 'addon'::text, 'product'::text]))),
  constraint document_line_name_check CHECK ((name <> ''::text)),
  constraint document_line_position_check CHECK (("position" >= 0)),
  constraint document_line_ratio_unit_check CHECK ((ratio_unit = ANY (ARRAY['day'::text, 'second'::text]))),
  constraint document_line_ratio_whole_check CHECK ((ratio_whole > 0)),
  constraint document_line_source_line_check CHECK ((source_line >= 0)),
  constraint document_line_organization_id_document_id_fkey FOREIGN KEY (organization_id, document_id) REFERENCES public.document(organization_id, id) ON DELETE CASCADE
);
CREATE INDEX document_line_item ON public.document_line USING btree (organization_id, item_id) WHERE (item_id IS NOT NULL);
CREATE INDEX no_double_bill ON public.document_line USING gist (organization_id, subscription_id, charge, billed_days) WHERE ((charge_kind = 'term'::text) AND (NOT is_void));
alter table public.document_line enable row level security;
alter table public.document_line force row level security;
create policy tenant on public.document_line for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update, delete on public.document_line to concord_app;
CREATE TRIGGER refuse_billed_elsewhere AFTER INSERT ON public.document_line REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_billed_elsewhere();

create table public.duplicate_pair (
  organization_id text not null,
  id text not null,
  kind text not null,
  connection_id text,
  left_place text not null,
  left_id text not null,
  left_name text not null,
  right_place text not null,
  right_id text not null,
  right_name text not null,
  bits double precision not null,
  chance double precision not null,
  certain text,
  evidence jsonb not null,
  state text not null,
  search_id text not null,
  found_at timestamp with time zone not null,
  kept text,
  merge_id text,
  decided_by jsonb,
  decided_at timestamp with time zone,
  constraint duplicate_pair_pkey PRIMARY KEY (organization_id, id),
  constraint duplicate_pair_certain_check CHECK ((certain = ANY (ARRAY['number'::text, 'email'::text]))),
  constraint duplicate_pair_check CHECK ((((state = 'open'::text) = (decided_at IS NULL)) AND ((decided_at IS NULL) = (decided_by IS NULL)))),
  constraint duplicate_pair_check1 CHECK (((kind = 'billing'::text) = (connection_id IS NULL))),
  constraint duplicate_pair_kept_check CHECK ((kept = ANY (ARRAY['left'::text, 'right'::text]))),
  constraint duplicate_pair_kind_check CHECK ((kind = ANY (ARRAY['billing'::text, 'crm'::text, 'across'::text]))),
  constraint duplicate_pair_left_place_check CHECK ((left_place = ANY (ARRAY['customers'::text, 'Accounts'::text, 'Contacts'::text]))),
  constraint duplicate_pair_right_place_check CHECK ((right_place = ANY (ARRAY['customers'::text, 'Accounts'::text, 'Contacts'::text]))),
  constraint duplicate_pair_state_check CHECK ((state = ANY (ARRAY['open'::text, 'merged'::text, 'linked'::text, 'dismissed'::text]))),
  constraint duplicate_pair_organization_id_connection_id_fkey FOREIGN KEY (organization_id, connection_id) REFERENCES public.connection(organization_id, id),
  constraint duplicate_pair_organization_id_search_id_fkey FOREIGN KEY (organization_id, search_id) REFERENCES public.duplicate_search(organization_id, id)
);
CREATE INDEX duplicate_pair_list ON public.duplicate_pair USING btree (organization_id, state, bits DESC, id DESC);
CREATE UNIQUE INDEX duplicate_pair_once ON public.duplicate_pair USING btree (organization_id, connection_id, left_place, left_id, right_place, right_id) NULLS NOT DISTINCT;
CREATE INDEX duplicate_pair_search ON public.duplicate_pair USING btree (organization_id, search_id);
alter table public.duplicate_pair enable row level security;
alter table public.duplicate_pair force row level security;
create policy tenant on public.duplicate_pair for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update, delete on public.duplicate_pair to concord_app;

create table public.duplicate_search (
  organization_id text not null,
  id text not null,
  connection_id text,
  status text not null,
  phase text,
  done integer default 0 not null,
  expected integer,
  customers integer,
  crm_records integer,
  candidates bigint,
  pairs integer,
  linked integer,
  link_certain boolean default false not null,
  weights jsonb,
  problem jsonb,
  actor jsonb not null,
  created_at timestamp with time zone not null,
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  constraint duplicate_search_pkey PRIMARY KEY (organization_id, id),
  constraint duplicate_search_phase_check CHECK ((phase = ANY (ARRAY['reading'::text, 'blocking'::text, 'comparing'::text, 'writing'::text]))),
  constraint duplicate_search_status_check CHECK ((status = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text, 'failed'::text, 'cancelled'::text]))),
  constraint duplicate_search_organization_id_connection_id_fkey FOREIGN KEY (organization_id, connection_id) REFERENCES public.connection(organization_id, id)
);
CREATE UNIQUE INDEX duplicate_search_active ON public.duplicate_search USING btree (organization_id) WHERE (status = ANY (ARRAY['waiting'::text, 'running'::text]));
alter table public.duplicate_search enable row level security;
alter table public.duplicate_search force row level security;
create policy tenant on public.duplicate_search for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update on public.duplicate_search to concord_app;

create table public.email (
  organization_id text not null,
  id text not null,
  seq bigint not null,
  kind text not null,
  document_id text,
  payment_id text,
  charge_attempt_id text,
  event text,
  status text not null,
  to_addresses text[] default '{}'::text[] not null,
  cc_addresses text[] default '{}'::text[] not null,
  subject text,
  body text,
  sender text,
  message_id text,
  attempts integer default 0 not null,
  next_at timestamp with time zone not null,
  tried_at timestamp with time zone,
  problem text,
  answer text,
  created_by text not null,
  created_at timestamp with time zone not null,
  constraint email_pkey PRIMARY KEY (organization_id, id),
  constraint email_check CHECK ((num_nonnulls(document_id, payment_id) = 1)),
  constraint email_check1 CHECK (((subject IS NULL) = (body IS NULL))),
  constraint email_check2 CHECK (((status = ANY (ARRAY['queued'::text, 'failed'::text])) OR (subject IS NOT NULL))),
  constraint email_kind_check CHECK ((kind = ANY (ARRAY['invoice'::text, 'invoice_reminder'::text, 'payment_receipt'::text, 'payment_failed'::text, 'estimate'::text, 'credit_note'::text, 'sales_order'::text, 'purchase_order'::text]))),
  constraint email_status_check CHECK ((status = ANY (ARRAY['queued'::text, 'sent'::text, 'caught'::text, 'failed'::text]))),
  constraint email_organization_id_charge_attempt_id_fkey FOREIGN KEY (organization_id, charge_attempt_id) REFERENCES public.charge_attempt(organization_id, id) ON DELETE CASCADE,
  constraint email_organization_id_document_id_fkey FOREIGN KEY (organization_id, document_id) REFERENCES public.document(organization_id, id) ON DELETE CASCADE,
  constraint email_organization_id_payment_id_fkey FOREIGN KEY (organization_id, payment_id) REFERENCES public.payment(organization_id, id)
);
CREATE INDEX email_charge_attempt ON public.email USING btree (organization_id, charge_attempt_id) WHERE (charge_attempt_id IS NOT NULL);
CREATE INDEX email_document ON public.email USING btree (organization_id, document_id, seq) WHERE (document_id IS NOT NULL);
CREATE INDEX email_due ON public.email USING btree (next_at) WHERE (status = 'queued'::text);
CREATE UNIQUE INDEX email_event ON public.email USING btree (organization_id, event) WHERE (event IS NOT NULL);
CREATE INDEX email_list ON public.email USING btree (organization_id, seq);
CREATE INDEX email_payment ON public.email USING btree (organization_id, payment_id) WHERE (payment_id IS NOT NULL);
alter table public.email enable row level security;
alter table public.email force row level security;
create policy find_due on public.email for select to concord_system using (true);
create policy tenant on public.email for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update on public.email to concord_app;
grant select (organization_id), select (status), select (next_at) on public.email to concord_system;

create table public.email_attachment (
  organization_id text not null,
  email_id text not null,
  name text not null,
  content bytea not null,
  constraint email_attachment_pkey PRIMARY KEY (organization_id, email_id),
  constraint email_attachment_organization_id_email_id_fkey FOREIGN KEY (organization_id, email_id) REFERENCES public.email(organization_id, id) ON DELETE CASCADE
);
alter table public.email_attachment enable row level security;
alter table public.email_attachment force row level security;
create policy tenant on public.email_attachment for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert on public.email_attachment to concord_app;

create table public.email_template (
  organization_id text not null,
  kind text not null,
  subject text not null,
  body text not null,
  updated_at timestamp with time zone not null,
  constraint email_template_pkey PRIMARY KEY (organization_id, kind),
  constraint email_template_kind_check CHECK ((kind = ANY (ARRAY['invoice'::text, 'invoice_reminder'::text, 'payment_receipt'::text, 'payment_failed'::text, 'estimate'::text, 'credit_note'::text, 'sales_order'::text, 'purchase_order'::text])))
);
alter table public.email_template enable row level security;
alter table public.email_template force row level security;
create policy tenant on public.email_template for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update, delete on public.email_template to concord_app;

create table public.exchange_rate (
  organization_id text not null,
  currency_code text not null,
  date date not null,
  rate numeric(24,10) not null,
  updated_at timestamp with time zone not null,
  constraint exchange_rate_pkey PRIMARY KEY (organization_id, currency_code, date),
  constraint exchange_rate_currency_code_check CHECK ((currency_code ~ '^[A-Z]{3}$'::text)),
  constraint exchange_rate_rate_check CHECK ((rate > (0)::numeric))
);
alter table public.exchange_rate enable row level security;
alter table public.exchange_rate force row level security;
create policy tenant on public.exchange_rate for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update, delete on public.exchange_rate to concord_app;

create table public.followed_deal (
  organization_id text not null,
  connection_id text not null,
  crm_id text not null,
  entity text not null,
  kind text not null,
  state text not null,
  document_id text,
  left_status text,
  reason text,
  updated_at timestamp with time zone not null,
  constraint followed_deal_pkey PRIMARY KEY (organization_id, connection_id, crm_id, entity),
  constraint followed_deal_kind_check CHECK ((kind = ANY (ARRAY['open'::text, 'won'::text, 'lost'::text]))),
  constraint followed_deal_state_check CHECK ((state = ANY (ARRAY['passed'::text, 'waiting'::text, 'followed'::text, 'left_alone'::text]))),
  constraint followed_deal_organization_id_connection_id_fkey FOREIGN KEY (organization_id, connection_id) REFERENCES public.connection(organization_id, id) ON DELETE CASCADE
);
CREATE INDEX followed_deal_waiting ON public.followed_deal USING btree (organization_id, connection_id, entity, crm_id) WHERE (state = 'waiting'::text);
alter table public.followed_deal enable row level security;
alter table public.followed_deal force row level security;
create policy tenant on public.followed_deal for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update, delete on public.followed_deal to concord_app;

create table public.gateway_customer (
  organization_id text not null,
  customer_id text not null,
  account text not null,
  reference text not null,
  created_at timestamp with time zone not null,
  constraint gateway_customer_pkey PRIMARY KEY (organization_id, customer_id, account),
  constraint gateway_customer_organization_id_customer_id_fkey FOREIGN KEY (organization_id, customer_id) REFERENCES public.customer(organization_id, id) ON DELETE CASCADE
);
alter table public.gateway_customer enable row level security;
alter table public.gateway_customer force row level security;
create policy tenant on public.gateway_customer for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert on public.gateway_customer to concord_app;

create table public.gateway_event (
  organization_id text not null,
  id text not null,
  type text not null,
  received_at timestamp with time zone not null,
  constraint gateway_event_pkey PRIMARY KEY (organization_id, id)
);
CREATE INDEX gateway_event_received ON public.gateway_event USING btree (received_at, organization_id);
alter table public.gateway_event enable row level security;
alter table public.gateway_event force row level security;
create policy find_old on public.gateway_event for select to concord_system using (true);
create policy tenant on public.gateway_event for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, delete on public.gateway_event to concord_app;
grant select (organization_id), select (received_at) on public.gateway_event to concord_system;

create table public.idempotency_key (
  organization_id text not null,
  key text not null,
  request_hash text not null,
  status integer,
  body text,
  created_at timestamp with time zone not null,
  constraint idempotency_key_pkey PRIMARY KEY (organization_id, key),
  constraint idempotency_key_key_check CHECK (((length(key) >= 1) AND (length(key) <= 255)))
);
CREATE INDEX idempotency_key_age ON public.idempotency_key USING btree (organization_id, created_at);
alter table public.idempotency_key enable row level security;
alter table public.idempotency_key force row level security;
create policy tenant on public.idempotency_key for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update, delete on public.idempotency_key to concord_app;

create table public.ledger_entry (
  organization_id text not null,
  posting_id text not null,
  "position" integer not null,
  account text not null,
  amount bigint not null,
  base_amount bigint not null,
  constraint ledger_entry_pkey PRIMARY KEY (organization_id, posting_id, "position"),
  constraint ledger_entry_account_check CHECK ((account = ANY (ARRAY['receivable'::text, 'revenue'::text, 'deferred_revenue'::text, 'tax'::text, 'cash'::text, 'credit'::text, 'write_off'::text, 'exchange'::text]))),
  constraint ledger_entry_organization_id_posting_id_fkey FOREIGN KEY (organization_id, posting_id) REFERENCES public.ledger_posting(organization_id, id)
);
alter table public.ledger_entry enable row level security;
alter table public.ledger_entry force row level security;
create policy tenant on public.ledger_entry for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert on public.ledger_entry to concord_app;
CREATE TRIGGER entries_kept BEFORE DELETE OR UPDATE ON public.ledger_entry FOR EACH STATEMENT EXECUTE FUNCTION public.keep_entries();
CREATE TRIGGER posting_balanced AFTER INSERT ON public.ledger_entry REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.balance_posting();

create table public.ledger_posting (
  organization_id text not null,
  id text not null,
  date date not null,
  kind text not null,
  document_id text,
  payment_id text,
  customer_id text,
  currency_code text not null,
  created_at timestamp with time zone not null,
  credit_note_id text,
  constraint ledger_posting_pkey PRIMARY KEY (organization_id, id),
  constraint ledger_posting_kind_check CHECK ((kind = ANY (ARRAY['invoice'::text, 'void'::text, 'credit_note'::text, 'payment'::text, 'settlement'::text, 'unsettlement'::text, 'refund'::text, 'write_off'::text, 'recognition'::text]))),
  constraint ledger_posting_organization_id_customer_id_fkey FOREIGN KEY (organization_id, customer_id) REFERENCES public.customer(organization_id, id)
);
CREATE INDEX ledger_posting_credit_note ON public.ledger_posting USING btree (organization_id, credit_note_id) WHERE (credit_note_id IS NOT NULL);
CREATE INDEX ledger_posting_customer ON public.ledger_posting USING btree (organization_id, customer_id, id);
CREATE INDEX ledger_posting_date ON public.ledger_posting USING btree (organization_id, date, id);
CREATE INDEX ledger_posting_document ON public.ledger_posting USING btree (organization_id, document_id) WHERE (document_id IS NOT NULL);
CREATE INDEX ledger_posting_payment ON public.ledger_posting USING btree (organization_id, payment_id) WHERE (payment_id IS NOT NULL);
alter table public.ledger_posting enable row level security;
alter table public.ledger_posting force row level security;
create policy tenant on public.ledger_posting for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update (customer_id) on public.ledger_posting to concord_app;

create table public.link (
  organization_id text not null,
  connection_id text not null,
  crm_id text not null,
  crm_module text not null,
  target text not null,
  customer_id text,
  contact_person_id text,
  state text not null,
  base text not null,
  config_version integer not null,
  issues text,
  crm_modified_time timestamp with time zone not null,
  linked_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  intent text,
  constraint link_pkey PRIMARY KEY (organization_id, connection_id, crm_id),
  constraint link_check CHECK (((target = 'contact_person'::text) = (contact_person_id IS NOT NULL))),
  constraint link_crm_module_check CHECK ((crm_module = ANY (ARRAY['Accounts'::text, 'Contacts'::text]))),
  constraint link_state_check CHECK ((state = ANY (ARRAY['linked'::text, 'duplicate'::text, 'out_of_view'::text, 'deleted_in_crm'::text, 'closed'::text]))),
  constraint link_target_check CHECK ((target = ANY (ARRAY['customer'::text, 'contact_person'::text]))),
  constraint link_organization_id_customer_id_fkey FOREIGN KEY (organization_id, customer_id) REFERENCES public.customer(organization_id, id) ON DELETE SET NULL (customer_id)
);
CREATE INDEX link_by_customer ON public.link USING btree (organization_id, customer_id);
CREATE UNIQUE INDEX link_contact_person ON public.link USING btree (organization_id, contact_person_id, connection_id) WHERE ((target = 'contact_person'::text) AND (state <> ALL (ARRAY['duplicate'::text, 'closed'::text])));
CREATE UNIQUE INDEX link_customer ON public.link USING btree (organization_id, customer_id, connection_id) WHERE ((target = 'customer'::text) AND (state <> ALL (ARRAY['duplicate'::text, 'closed'::text])));
CREATE INDEX link_with_issues ON public.link USING btree (organization_id, connection_id, crm_id) WHERE (issues IS NOT NULL);
alter table public.link enable row level security;
alter table public.link force row level security;
create policy tenant on public.link for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update, delete on public.link to concord_app;

create table public.mail_server (
  organization_id text not null,
  host text not null,
  port integer not null,
  security text not null,
  user_name text,
  password text,
  from_name text not null,
  from_address text not null,
  reply_to text,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint mail_server_pkey PRIMARY KEY (organization_id),
  constraint mail_server_check CHECK (((user_name IS NULL) = (password IS NULL))),
  constraint mail_server_port_check CHECK (((port >= 1) AND (port <= 65535))),
  constraint mail_server_security_check CHECK ((security = ANY (ARRAY['none'::text, 'starttls'::text, 'tls'::text])))
);
alter table public.mail_server enable row level security;
alter table public.mail_server force row level security;
create policy tenant on public.mail_server for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update, delete on public.mail_server to concord_app;

create table public.migration (
  name text not null,
  hash text not null,
  ran_at timestamp with time zone default now() not null,
  constraint migration_pkey PRIMARY KEY (name)
);
grant select on public.migration to concord_system;

create table public.move_in (
  organization_id text not null,
  id text not null,
  kind text not null,
  file_name text not null,
  headings text[] not null,
  fields text[] not null,
  existing text not null,
  date_order text not null,
  decimal_sign text not null,
  survey jsonb not null,
  status text not null,
  row_count integer not null,
  record_count integer,
  keyed integer default 0 not null,
  "position" integer default 0 not null,
  actor jsonb not null,
  created_at timestamp with time zone not null,
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  constraint move_in_pkey PRIMARY KEY (organization_id, id),
  constraint move_in_check CHECK ((cardinality(fields) = cardinality(headings))),
  constraint move_in_date_order_check CHECK ((date_order = ANY (ARRAY['auto'::text, 'day_first'::text, 'month_first'::text]))),
  constraint move_in_decimal_sign_check CHECK ((decimal_sign = ANY (ARRAY['auto'::text, 'point'::text, 'comma'::text]))),
  constraint move_in_existing_check CHECK ((existing = ANY (ARRAY['skip'::text, 'update'::text]))),
  constraint move_in_headings_check CHECK ((cardinality(headings) > 0)),
  constraint move_in_kind_check CHECK ((kind = ANY (ARRAY['customers'::text, 'contact_persons'::text, 'products'::text, 'plans'::text, 'addons'::text, 'coupons'::text, 'subscriptions'::text, 'invoices'::text, 'payments'::text, 'credit_notes'::text]))),
  constraint move_in_row_count_check CHECK ((row_count > 0)),
  constraint move_in_status_check CHECK ((status = ANY (ARRAY['new'::text, 'previewing'::text, 'previewed'::text, 'running'::text, 'done'::text, 'undoing'::text, 'undone'::text])))
);
CREATE INDEX move_in_at_work ON public.move_in USING btree (organization_id, id) WHERE (status = ANY (ARRAY['previewing'::text, 'running'::text, 'undoing'::text]));
alter table public.move_in enable row level security;
alter table public.move_in force row level security;
create policy find_at_work on public.move_in for select to concord_system using (true);
create policy tenant on public.move_in for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update, delete on public.move_in to concord_app;
grant select (organization_id), select (status) on public.move_in to concord_system;

create table public.move_in_row (
  organization_id text not null,
  move_in_id text not null,
  "row" integer not null,
  cells text[] not null,
  fault text,
  key text,
  record integer,
  outcome text,
  problems jsonb default '[]'::jsonb not null,
  note text,
  name text,
  subject text,
  version integer,
  changes jsonb default '[]'::jsonb not null,
  expected_balance bigint,
  expected_credit bigint,
  constraint move_in_row_pkey PRIMARY KEY (organization_id, move_in_id, "row"),
  constraint move_in_row_outcome_check CHECK ((outcome = ANY (ARRAY['created'::text, 'updated'::text, 'unchanged'::text, 'skipped'::text, 'failed'::text, 'undone'::text, 'kept'::text]))),
  constraint move_in_row_row_check CHECK (("row" > 1)),
  constraint move_in_row_organization_id_move_in_id_fkey FOREIGN KEY (organization_id, move_in_id) REFERENCES public.move_in(organization_id, id) ON DELETE CASCADE
);
CREATE INDEX move_in_row_key ON public.move_in_row USING btree (organization_id, move_in_id, key, "row");
CREATE INDEX move_in_row_outcome ON public.move_in_row USING btree (organization_id, move_in_id, outcome, "row");
CREATE INDEX move_in_row_record ON public.move_in_row USING btree (organization_id, move_in_id, record, "row");
CREATE INDEX move_in_row_stated ON public.move_in_row USING btree (organization_id, subject, move_in_id) WHERE ((expected_balance IS NOT NULL) OR (expected_credit IS NOT NULL));
alter table public.move_in_row enable row level security;
alter table public.move_in_row force row level security;
create policy tenant on public.move_in_row for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update, delete on public.move_in_row to concord_app;

create table public.moved_in (
  organization_id text not null,
  kind text not null,
  key text not null,
  subject text not null,
  move_in_id text not null,
  constraint moved_in_pkey PRIMARY KEY (organization_id, kind, key)
);
CREATE INDEX moved_in_subject ON public.moved_in USING btree (organization_id, subject);
alter table public.moved_in enable row level security;
alter table public.moved_in force row level security;
create policy tenant on public.moved_in for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update, delete on public.moved_in to concord_app;

create table public.mrr_change (
  organization_id text not null,
  subscription_id text not null,
  id text not null,
  on_day date not null,
  kind text not null,
  currency_code text not null,
  before bigint not null,
  after bigint not null,
  constraint mrr_change_pkey PRIMARY KEY (organization_id, subscription_id, id),
  constraint mrr_change_after_check CHECK ((after >= 0)),
  constraint mrr_change_before_check CHECK ((before >= 0)),
  constraint mrr_change_check CHECK (
CASE kind
    WHEN 'new'::text THEN ((before = 0) AND (after > 0))
    WHEN 'reactivation'::text THEN ((before = 0) AND (after > 0))
    WHEN 'expansion'::text THEN ((before > 0) AND (after > before))
    WHEN 'contraction'::text THEN ((after > 0) AND (after < before))
    ELSE ((before > 0) AND (after = 0))
END),
  constraint mrr_change_currency_code_check CHECK ((currency_code ~ '^[A-Z]{3}$'::text)),
  constraint mrr_change_kind_check CHECK ((kind = ANY (ARRAY['new'::text, 'expansion'::text, 'contraction'::text, 'churn'::text, 'reactivation'::text]))),
  constraint mrr_change_organization_id_subscription_id_fkey FOREIGN KEY (organization_id, subscription_id) REFERENCES public.subscription(organization_id, id) ON DELETE CASCADE
);
CREATE INDEX mrr_change_by_day ON public.mrr_change USING btree (organization_id, on_day) INCLUDE (kind, currency_code, before, after);
alter table public.mrr_change enable row level security;
alter table public.mrr_change force row level security;
create policy tenant on public.mrr_change for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert on public.mrr_change to concord_app;

create table public.number_series (
  organization_id text not null,
  kind text not null,
  prefix text not null,
  next_number bigint not null,
  digits integer not null,
  constraint number_series_pkey PRIMARY KEY (organization_id, kind),
  constraint number_series_digits_check CHECK (((digits >= 1) AND (digits <= 12))),
  constraint number_series_kind_check CHECK ((kind = ANY (ARRAY['invoice'::text, 'credit_note'::text, 'estimate'::text, 'sales_order'::text, 'purchase_order'::text, 'payment'::text, 'subscription'::text]))),
  constraint number_series_next_number_check CHECK ((next_number > 0)),
  constraint number_series_prefix_check CHECK ((length(prefix) <= 20))
);
alter table public.number_series enable row level security;
alter table public.number_series force row level security;
create policy tenant on public.number_series for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update on public.number_series to concord_app;

create table public.payment (
  organization_id text not null,
  id text not null,
  number text not null,
  customer_id text not null,
  date date not null,
  mode text not null,
  reference_number text,
  description text,
  currency_code text not null,
  exchange_rate numeric(24,10) not null,
  amount bigint not null,
  applied bigint default 0 not null,
  refunded bigint default 0 not null,
  version integer default 1 not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  voided_at timestamp with time zone,
  void_reason text,
  unused bigint generated always as (
CASE
    WHEN (voided_at IS NULL) THEN ((amount - applied) - refunded)
    ELSE (0)::bigint
END) stored not null,
  constraint payment_pkey PRIMARY KEY (organization_id, id),
  constraint payment_amount_check CHECK ((amount > 0)),
  constraint payment_applied_check CHECK ((applied >= 0)),
  constraint payment_check CHECK (((voided_at IS NULL) OR ((applied = 0) AND (refunded = 0)))),
  constraint payment_check1 CHECK (((voided_at IS NOT NULL) OR (void_reason IS NULL))),
  constraint payment_currency_code_check CHECK ((currency_code ~ '^[A-Z]{3}$'::text)),
  constraint payment_exchange_rate_check CHECK ((exchange_rate > (0)::numeric)),
  constraint payment_mode_check CHECK ((mode = ANY (ARRAY['cash'::text, 'check'::text, 'card'::text, 'bank_transfer'::text, 'other'::text]))),
  constraint payment_refunded_check CHECK ((refunded >= 0)),
  constraint payment_unused_check CHECK ((unused >= 0)),
  constraint payment_organization_id_customer_id_fkey FOREIGN KEY (organization_id, customer_id) REFERENCES public.customer(organization_id, id)
);
CREATE INDEX payment_by_customer ON public.payment USING btree (organization_id, customer_id, id);
CREATE INDEX payment_by_date ON public.payment USING btree (organization_id, date, id);
CREATE UNIQUE INDEX payment_number ON public.payment USING btree (organization_id, number);
CREATE INDEX payment_reference ON public.payment USING btree (organization_id, reference_number) WHERE (reference_number IS NOT NULL);
CREATE INDEX payment_unused ON public.payment USING btree (organization_id, customer_id, id) WHERE (unused > 0);
alter table public.payment enable row level security;
alter table public.payment force row level security;
create policy tenant on public.payment for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update, delete on public.payment to concord_app;
CREATE TRIGGER tell_recorded AFTER INSERT ON public.payment REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.tell_of_new_rows('payment.recorded', 'payment');
CREATE TRIGGER tell_voided AFTER UPDATE ON public.payment REFERENCING OLD TABLE AS old_rows NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.tell_of_payments();

create table public.payment_gateway (
  organization_id text not null,
  gateway text not null,
  account text not null,
  account_name text not null,
  is_live boolean not null,
  secret_key text not null,
  key_hint text not null,
  webhook_secret text not null,
  webhook_endpoint text,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint payment_gateway_pkey PRIMARY KEY (organization_id),
  constraint payment_gateway_gateway_check CHECK ((gateway = 'stripe'::text))
);
alter table public.payment_gateway enable row level security;
alter table public.payment_gateway force row level security;
create policy tenant on public.payment_gateway for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update, delete on public.payment_gateway to concord_app;

create table public.payment_method (
  organization_id text not null,
  id text not null,
  customer_id text not null,
  gateway text not null,
  gateway_customer text not null,
  reference text not null,
  label text not null,
  created_at timestamp with time zone not null,
  account text not null,
  expires text,
  is_default boolean not null,
  constraint payment_method_pkey PRIMARY KEY (organization_id, id),
  constraint payment_method_expires_check CHECK ((expires ~ '^\d{4}-\d{2}$'::text)),
  constraint payment_method_gateway_check CHECK ((gateway = 'stripe'::text)),
  constraint payment_method_organization_id_customer_id_fkey FOREIGN KEY (organization_id, customer_id) REFERENCES public.customer(organization_id, id) ON DELETE CASCADE
);
CREATE INDEX payment_method_customer ON public.payment_method USING btree (organization_id, customer_id, id);
CREATE UNIQUE INDEX payment_method_default ON public.payment_method USING btree (organization_id, customer_id) WHERE is_default;
CREATE UNIQUE INDEX payment_method_reference ON public.payment_method USING btree (organization_id, account, reference);
alter table public.payment_method enable row level security;
alter table public.payment_method force row level security;
create policy tenant on public.payment_method for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update, delete on public.payment_method to concord_app;

create table public.plan (
  organization_id text not null,
  id text not null,
  product_id text not null,
  plan_code text not null,
  code_key text collate "C" not null,
  name text not null,
  sort_name text collate "C" not null,
  description text,
  "interval" integer not null,
  interval_unit text not null,
  billing_cycles integer not null,
  trial_period integer not null,
  pricing_scheme text not null,
  unit_name text,
  tax_id text,
  status text not null,
  version integer default 1 not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint plan_pkey PRIMARY KEY (organization_id, id),
  constraint plan_billing_cycles_check CHECK (((billing_cycles = '-1'::integer) OR ((billing_cycles >= 1) AND (billing_cycles <= 10000)))),
  constraint plan_code_key_check CHECK ((code_key <> ''::text)),
  constraint plan_interval_check CHECK ((("interval" >= 1) AND ("interval" <= 365))),
  constraint plan_interval_unit_check CHECK ((interval_unit = ANY (ARRAY['weeks'::text, 'months'::text, 'years'::text]))),
  constraint plan_name_check CHECK ((name <> ''::text)),
  constraint plan_plan_code_check CHECK ((plan_code <> ''::text)),
  constraint plan_pricing_scheme_check CHECK ((pricing_scheme = ANY (ARRAY['flat'::text, 'per_unit'::text, 'volume'::text, 'tier'::text, 'package'::text]))),
  constraint plan_sort_name_check CHECK ((sort_name <> ''::text)),
  constraint plan_status_check CHECK ((status = ANY (ARRAY['active'::text, 'inactive'::text]))),
  constraint plan_trial_period_check CHECK (((trial_period >= 0) AND (trial_period <= 3650))),
  constraint plan_unit_name_check CHECK ((unit_name <> ''::text)),
  constraint plan_organization_id_product_id_fkey FOREIGN KEY (organization_id, product_id) REFERENCES public.product(organization_id, id)
);
CREATE INDEX plan_by_name ON public.plan USING btree (organization_id, sort_name, id);
CREATE UNIQUE INDEX plan_code_taken ON public.plan USING btree (organization_id, code_key);
CREATE INDEX plan_product ON public.plan USING btree (organization_id, product_id);
CREATE UNIQUE INDEX plan_scheme ON public.plan USING btree (organization_id, id, pricing_scheme);
alter table public.plan enable row level security;
alter table public.plan force row level security;
create policy tenant on public.plan for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update, delete on public.plan to concord_app;

create table public.plan_price (
  organization_id text not null,
  plan_id text not null,
  currency_code text not null,
  pricing_scheme text not null,
  price numeric,
  brackets jsonb,
  setup_fee bigint not null,
  constraint plan_price_pkey PRIMARY KEY (organization_id, plan_id, currency_code),
  constraint plan_price_brackets_check CHECK (((jsonb_typeof(brackets) = 'array'::text) AND (jsonb_array_length(brackets) > 0))),
  constraint plan_price_check CHECK ((num_nonnulls(price, brackets) = 1)),
  constraint plan_price_check1 CHECK (((price IS NOT NULL) = (pricing_scheme = ANY (ARRAY['flat'::text, 'per_unit'::text])))),
  constraint plan_price_currency_code_check CHECK ((currency_code ~ '^[A-Z]{3}$'::text)),
  constraint plan_price_price_check CHECK (((price >= (0)::numeric) AND (price < '1000000000000'::numeric) AND (scale(price) <= 8))),
  constraint plan_price_setup_fee_check CHECK ((setup_fee >= 0)),
  constraint plan_price_organization_id_plan_id_pricing_scheme_fkey FOREIGN KEY (organization_id, plan_id, pricing_scheme) REFERENCES public.plan(organization_id, id, pricing_scheme) ON DELETE CASCADE
);
alter table public.plan_price enable row level security;
alter table public.plan_price force row level security;
create policy tenant on public.plan_price for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, delete on public.plan_price to concord_app;

create table public.product (
  organization_id text not null,
  id text not null,
  name text not null,
  sort_name text collate "C" not null,
  description text,
  status text not null,
  version integer default 1 not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint product_pkey PRIMARY KEY (organization_id, id),
  constraint product_name_check CHECK ((name <> ''::text)),
  constraint product_sort_name_check CHECK ((sort_name <> ''::text)),
  constraint product_status_check CHECK ((status = ANY (ARRAY['active'::text, 'inactive'::text])))
);
CREATE UNIQUE INDEX product_by_name ON public.product USING btree (organization_id, sort_name);
alter table public.product enable row level security;
alter table public.product force row level security;
create policy tenant on public.product for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update, delete on public.product to concord_app;

create table public.public_link (
  organization_id text not null,
  id text not null,
  document_id text not null,
  hash text not null,
  token text not null,
  expires_on date,
  created_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  constraint public_link_pkey PRIMARY KEY (organization_id, id),
  constraint public_link_organization_id_document_id_fkey FOREIGN KEY (organization_id, document_id) REFERENCES public.document(organization_id, id) ON DELETE CASCADE
);
CREATE INDEX public_link_hash ON public.public_link USING btree (hash);
CREATE UNIQUE INDEX public_link_in_force ON public.public_link USING btree (organization_id, document_id) WHERE (revoked_at IS NULL);
alter table public.public_link enable row level security;
alter table public.public_link force row level security;
create policy find_by_hash on public.public_link for select to concord_system using (true);
create policy tenant on public.public_link for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update on public.public_link to concord_app;
grant select on public.public_link to concord_system;

create table public.record_document (
  organization_id text not null,
  document_id text not null,
  kind text not null,
  crm_module text not null,
  crm_id text not null,
  made_by text not null,
  made_at timestamp with time zone not null,
  constraint record_document_pkey PRIMARY KEY (organization_id, document_id),
  constraint record_document_crm_module_check CHECK ((crm_module = ANY (ARRAY['Accounts'::text, 'Contacts'::text, 'Deals'::text]))),
  constraint record_document_kind_check CHECK ((kind = ANY (ARRAY['subscription'::text, 'invoice'::text, 'estimate'::text, 'sales_order'::text, 'purchase_order'::text]))),
  constraint record_document_made_by_check CHECK ((made_by = ANY (ARRAY['person'::text, 'trigger'::text])))
);
CREATE UNIQUE INDEX record_document_once ON public.record_document USING btree (organization_id, crm_id, kind) WHERE (made_by = 'trigger'::text);
CREATE INDEX record_document_record ON public.record_document USING btree (organization_id, crm_id, kind, document_id);
alter table public.record_document enable row level security;
alter table public.record_document force row level security;
create policy tenant on public.record_document for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update, delete on public.record_document to concord_app;

create table public.refund (
  organization_id text not null,
  id text not null,
  payment_id text,
  credit_note_id text,
  amount bigint not null,
  date date not null,
  mode text not null,
  reference_number text,
  description text,
  created_at timestamp with time zone not null,
  status text not null,
  gateway_payment text,
  gateway_refund text,
  failure text,
  asked_at timestamp with time zone,
  constraint refund_pkey PRIMARY KEY (organization_id, id),
  constraint refund_amount_check CHECK ((amount > 0)),
  constraint refund_check CHECK ((num_nonnulls(payment_id, credit_note_id) = 1)),
  constraint refund_check1 CHECK (((status = 'succeeded'::text) OR (gateway_payment IS NOT NULL))),
  constraint refund_mode_check CHECK ((mode = ANY (ARRAY['cash'::text, 'check'::text, 'card'::text, 'bank_transfer'::text, 'other'::text]))),
  constraint refund_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'succeeded'::text, 'failed'::text]))),
  constraint refund_organization_id_credit_note_id_fkey FOREIGN KEY (organization_id, credit_note_id) REFERENCES public.document(organization_id, id),
  constraint refund_organization_id_payment_id_fkey FOREIGN KEY (organization_id, payment_id) REFERENCES public.payment(organization_id, id)
);
CREATE INDEX refund_credit_note ON public.refund USING btree (organization_id, credit_note_id) WHERE (credit_note_id IS NOT NULL);
CREATE INDEX refund_gateway_payment ON public.refund USING btree (organization_id, gateway_payment) WHERE (gateway_payment IS NOT NULL);
CREATE UNIQUE INDEX refund_gateway_refund ON public.refund USING btree (organization_id, gateway_refund) WHERE (gateway_refund IS NOT NULL);
CREATE INDEX refund_payment ON public.refund USING btree (organization_id, payment_id) WHERE (payment_id IS NOT NULL);
CREATE INDEX refund_waiting ON public.refund USING btree (asked_at, organization_id) WHERE (status = 'pending'::text);
alter table public.refund enable row level security;
alter table public.refund force row level security;
create policy find_waiting on public.refund for select to concord_system using (true);
create policy tenant on public.refund for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update, delete on public.refund to concord_app;
grant select (organization_id), select (status), select (asked_at) on public.refund to concord_system;

create table public.settlement (
  organization_id text not null,
  id text not null,
  invoice_id text not null,
  payment_id text,
  credit_note_id text,
  amount bigint not null,
  date date not null,
  created_at timestamp with time zone not null,
  undone_at timestamp with time zone,
  constraint settlement_pkey PRIMARY KEY (organization_id, id),
  constraint settlement_amount_check CHECK ((amount > 0)),
  constraint settlement_check CHECK ((num_nonnulls(payment_id, credit_note_id) = 1)),
  constraint settlement_organization_id_credit_note_id_fkey FOREIGN KEY (organization_id, credit_note_id) REFERENCES public.document(organization_id, id),
  constraint settlement_organization_id_invoice_id_fkey FOREIGN KEY (organization_id, invoice_id) REFERENCES public.document(organization_id, id),
  constraint settlement_organization_id_payment_id_fkey FOREIGN KEY (organization_id, payment_id) REFERENCES public.payment(organization_id, id)
);
CREATE INDEX settlement_credit_note ON public.settlement USING btree (organization_id, credit_note_id) WHERE (credit_note_id IS NOT NULL);
CREATE INDEX settlement_invoice ON public.settlement USING btree (organization_id, invoice_id);
CREATE INDEX settlement_payment ON public.settlement USING btree (organization_id, payment_id) WHERE (payment_id IS NOT NULL);
alter table public.settlement enable row level security;
alter table public.settlement force row level security;
create policy tenant on public.settlement for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update, delete on public.settlement to concord_app;

create table public.subscription (
  organization_id text not null,
  id text not null,
  number text collate "C" not null,
  customer_id text not null,
  plan_id text not null,
  status text not null,
  currency_code text not null,
  reference text,
  salesperson text,
  notes text,
  auto_collect boolean not null,
  payment_terms integer,
  starts_at date not null,
  trial_ends_at date,
  anchor date,
  "interval" integer not null,
  interval_unit text not null,
  billing_cycles integer not null,
  term_number integer,
  term_start date,
  term_end date,
  cycles integer default 0 not null,
  due_on date,
  resumes_on date,
  coupon_id text,
  coupon_invoices_left integer,
  dunning_invoice_id text,
  dunning_attempts integer default 0 not null,
  dunning_since date,
  scheduled_items jsonb,
  scheduled_plan_id text,
  cancelled_at timestamp with time zone,
  cancel_reason text,
  version integer default 1 not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  term_coupon_id text,
  billed_elsewhere_until date,
  estimate_id text,
  custom_fields jsonb default '{}'::jsonb not null,
  constraint subscription_pkey PRIMARY KEY (organization_id, id),
  constraint subscription_billing_cycles_check CHECK (((billing_cycles = '-1'::integer) OR (billing_cycles > 0))),
  constraint subscription_check CHECK ((num_nulls(anchor, term_number, term_start, term_end) = ANY (ARRAY[0, 4]))),
  constraint subscription_check1 CHECK ((term_start < term_end)),
  constraint subscription_check2 CHECK (((coupon_invoices_left IS NULL) OR (coupon_id IS NOT NULL))),
  constraint subscription_check3 CHECK (((scheduled_items IS NULL) = (scheduled_plan_id IS NULL))),
  constraint subscription_check4 CHECK (((status = 'dunning'::text) <= (dunning_invoice_id IS NOT NULL))),
  constraint subscription_check5 CHECK ((billed_elsewhere_until > starts_at)),
  constraint subscription_coupon_invoices_left_check CHECK ((coupon_invoices_left >= 0)),
  constraint subscription_currency_code_check CHECK ((currency_code ~ '^[A-Z]{3}$'::text)),
  constraint subscription_custom_fields_check CHECK ((jsonb_typeof(custom_fields) = 'object'::text)),
  constraint subscription_cycles_check CHECK ((cycles >= 0)),
  constraint subscription_dunning_attempts_check CHECK ((dunning_attempts >= 0)),
  constraint subscription_interval_check CHECK (("interval" > 0)),
  constraint subscription_interval_unit_check CHECK ((interval_unit = ANY (ARRAY['weeks'::text, 'months'::text, 'years'::text]))),
  constraint subscription_payment_terms_check CHECK (((payment_terms >= 0) AND (payment_terms <= 3650))),
  constraint subscription_status_check CHECK ((status = ANY (ARRAY['future'::text, 'trial'::text, 'trial_expired'::text, 'live'::text, 'paused'::text, 'dunning'::text, 'unpaid'::text, 'non_renewing'::text, 'cancelled'::text, 'cancelled_from_dunning'::text, 'expired'::text, 'creation_failed'::text]))),
  constraint subscription_organization_id_coupon_id_fkey FOREIGN KEY (organization_id, coupon_id) REFERENCES public.coupon(organization_id, id),
  constraint subscription_organization_id_customer_id_fkey FOREIGN KEY (organization_id, customer_id) REFERENCES public.customer(organization_id, id),
  constraint subscription_organization_id_dunning_invoice_id_fkey FOREIGN KEY (organization_id, dunning_invoice_id) REFERENCES public.document(organization_id, id),
  constraint subscription_organization_id_estimate_id_fkey FOREIGN KEY (organization_id, estimate_id) REFERENCES public.document(organization_id, id),
  constraint subscription_organization_id_plan_id_fkey FOREIGN KEY (organization_id, plan_id) REFERENCES public.plan(organization_id, id),
  constraint subscription_organization_id_term_coupon_id_fkey FOREIGN KEY (organization_id, term_coupon_id) REFERENCES public.coupon(organization_id, id)
);
CREATE INDEX subscription_customer ON public.subscription USING btree (organization_id, customer_id, id);
CREATE INDEX subscription_due ON public.subscription USING btree (due_on, organization_id, id) WHERE (due_on IS NOT NULL);
CREATE UNIQUE INDEX subscription_estimate ON public.subscription USING btree (organization_id, estimate_id) WHERE (estimate_id IS NOT NULL);
CREATE UNIQUE INDEX subscription_number ON public.subscription USING btree (organization_id, number);
CREATE INDEX subscription_owing ON public.subscription USING btree (organization_id, dunning_invoice_id) WHERE (dunning_invoice_id IS NOT NULL);
CREATE INDEX subscription_plan ON public.subscription USING btree (organization_id, plan_id, id);
CREATE UNIQUE INDEX subscription_reference ON public.subscription USING btree (organization_id, reference) WHERE (reference IS NOT NULL);
CREATE INDEX subscription_status ON public.subscription USING btree (organization_id, status, id);
alter table public.subscription enable row level security;
alter table public.subscription force row level security;
create policy find_due on public.subscription for select to concord_system using (true);
create policy tenant on public.subscription for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update, delete on public.subscription to concord_app;
grant select (organization_id), select (id), select (due_on) on public.subscription to concord_system;

create table public.subscription_contact_person (
  organization_id text not null,
  subscription_id text not null,
  contact_person_id text not null,
  constraint subscription_contact_person_pkey PRIMARY KEY (organization_id, subscription_id, contact_person_id),
  constraint subscription_contact_person_organization_id_contact_person_fkey FOREIGN KEY (organization_id, contact_person_id) REFERENCES public.contact_person(organization_id, id) ON DELETE CASCADE,
  constraint subscription_contact_person_organization_id_subscription_i_fkey FOREIGN KEY (organization_id, subscription_id) REFERENCES public.subscription(organization_id, id) ON DELETE CASCADE
);
CREATE INDEX subscription_contact_person_person ON public.subscription_contact_person USING btree (organization_id, contact_person_id);
alter table public.subscription_contact_person enable row level security;
alter table public.subscription_contact_person force row level security;
create policy tenant on public.subscription_contact_person for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, delete on public.subscription_contact_person to concord_app;

create table public.subscription_event (
  organization_id text not null,
  subscription_id text not null,
  id text not null,
  on_day date not null,
  at timestamp with time zone not null,
  actor_name text not null,
  event text not null,
  from_status text,
  to_status text not null,
  invoice_id text,
  note text,
  constraint subscription_event_pkey PRIMARY KEY (organization_id, subscription_id, id),
  constraint subscription_event_organization_id_subscription_id_fkey FOREIGN KEY (organization_id, subscription_id) REFERENCES public.subscription(organization_id, id) ON DELETE CASCADE
);
CREATE INDEX subscription_event_by_day ON public.subscription_event USING btree (organization_id, on_day);
alter table public.subscription_event enable row level security;
alter table public.subscription_event force row level security;
create policy tenant on public.subscription_event for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert on public.subscription_event to concord_app;
CREATE TRIGGER tell_happened AFTER INSERT ON public.subscription_event REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.tell_of_subscriptions();

create table public.subscription_item (
  organization_id text not null,
  subscription_id text not null,
  "position" integer not null,
  kind text not null,
  item_id text not null,
  name text not null,
  quantity numeric not null,
  pricing jsonb not null,
  setup_fee numeric,
  tax_id text,
  constraint subscription_item_pkey PRIMARY KEY (organization_id, subscription_id, "position"),
  constraint subscription_item_check CHECK ((("position" = 0) = (kind = 'plan'::text))),
  constraint subscription_item_kind_check CHECK ((kind = ANY (ARRAY['plan'::text, 'addon'::text]))),
  constraint subscription_item_position_check CHECK (("position" >= 0)),
  constraint subscription_item_quantity_check CHECK (((quantity > (0)::numeric) AND (scale(quantity) <= 8))),
  constraint subscription_item_organization_id_subscription_id_fkey FOREIGN KEY (organization_id, subscription_id) REFERENCES public.subscription(organization_id, id) ON DELETE CASCADE
);
CREATE INDEX subscription_item_item ON public.subscription_item USING btree (organization_id, item_id);
CREATE UNIQUE INDEX subscription_item_once ON public.subscription_item USING btree (organization_id, subscription_id, item_id);
alter table public.subscription_item enable row level security;
alter table public.subscription_item force row level security;
create policy tenant on public.subscription_item for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, delete on public.subscription_item to concord_app;

create table public.sync_config (
  organization_id text not null,
  connection_id text not null,
  version integer not null,
  settings jsonb not null,
  created_by text not null,
  created_at timestamp with time zone not null,
  constraint sync_config_pkey PRIMARY KEY (organization_id, connection_id, version),
  constraint sync_config_organization_id_connection_id_fkey FOREIGN KEY (organization_id, connection_id) REFERENCES public.connection(organization_id, id)
);
alter table public.sync_config enable row level security;
alter table public.sync_config force row level security;
create policy tenant on public.sync_config for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert on public.sync_config to concord_app;

create table public.sync_conflict (
  organization_id text not null,
  id text not null,
  connection_id text not null,
  crm_module text not null,
  crm_id text not null,
  target text not null,
  record_id text not null,
  customer_id text not null,
  name text not null,
  field text not null,
  base text,
  crm_value text not null,
  billing_value text not null,
  crm_modified_at timestamp with time zone not null,
  crm_modified_by text,
  version integer default 1 not null,
  opened_by text not null,
  opened_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  state text default 'open'::text not null,
  taken text,
  decided_by_kind text,
  decided_by_id text,
  decided_by_name text,
  decided_at timestamp with time zone,
  settled_why text,
  settled_at timestamp with time zone,
  given_value text,
  constraint sync_conflict_pkey PRIMARY KEY (organization_id, id),
  constraint sync_conflict_check CHECK (((state = 'settled'::text) = ((settled_at IS NOT NULL) AND (settled_why IS NOT NULL)))),
  constraint sync_conflict_check1 CHECK ((((taken IS NULL) = (decided_at IS NULL)) AND ((state <> 'decided'::text) OR (taken IS NOT NULL)))),
  constraint sync_conflict_check2 CHECK (((given_value IS NULL) OR (taken = 'billing'::text))),
  constraint sync_conflict_crm_module_check CHECK ((crm_module = ANY (ARRAY['Accounts'::text, 'Contacts'::text]))),
  constraint sync_conflict_settled_why_check CHECK ((settled_why = ANY (ARRAY['decided'::text, 'alone'::text, 'changed'::text, 'apart'::text]))),
  constraint sync_conflict_state_check CHECK ((state = ANY (ARRAY['open'::text, 'decided'::text, 'settled'::text]))),
  constraint sync_conflict_taken_check CHECK ((taken = ANY (ARRAY['crm'::text, 'billing'::text]))),
  constraint sync_conflict_target_check CHECK ((target = ANY (ARRAY['customer'::text, 'contact_person'::text]))),
  constraint sync_conflict_organization_id_connection_id_fkey FOREIGN KEY (organization_id, connection_id) REFERENCES public.connection(organization_id, id)
);
CREATE INDEX sync_conflict_customer ON public.sync_conflict USING btree (organization_id, customer_id, id DESC);
CREATE UNIQUE INDEX sync_conflict_pair ON public.sync_conflict USING btree (organization_id, connection_id, crm_id, field) WHERE (state <> 'settled'::text);
CREATE INDEX sync_conflict_record ON public.sync_conflict USING btree (organization_id, record_id) WHERE (state <> 'settled'::text);
CREATE INDEX sync_conflict_state ON public.sync_conflict USING btree (organization_id, connection_id, state, id DESC);
alter table public.sync_conflict enable row level security;
alter table public.sync_conflict force row level security;
create policy tenant on public.sync_conflict for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update on public.sync_conflict to concord_app;
CREATE TRIGGER tell_decided AFTER UPDATE ON public.sync_conflict REFERENCING OLD TABLE AS old_rows NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.tell_of_conflicts();
CREATE TRIGGER tell_opened AFTER INSERT ON public.sync_conflict REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.tell_of_new_rows('conflict.opened', 'conflict');

create table public.sync_live (
  organization_id text not null,
  connection_id text not null,
  hinted_at timestamp with time zone,
  rests_until timestamp with time zone,
  token text,
  expires_at timestamp with time zone,
  renews_at timestamp with time zone,
  problem text,
  constraint sync_live_pkey PRIMARY KEY (organization_id, connection_id),
  constraint sync_live_organization_id_connection_id_fkey FOREIGN KEY (organization_id, connection_id) REFERENCES public.connection(organization_id, id)
);
CREATE INDEX sync_live_hinted ON public.sync_live USING btree (hinted_at) WHERE (hinted_at IS NOT NULL);
alter table public.sync_live enable row level security;
alter table public.sync_live force row level security;
create policy find_hinted on public.sync_live for select to concord_system using (true);
create policy tenant on public.sync_live for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update on public.sync_live to concord_app;
grant select (organization_id), select (connection_id), select (hinted_at), select (rests_until) on public.sync_live to concord_system;

create table public.sync_mark (
  organization_id text not null,
  connection_id text not null,
  target text not null,
  record_id text not null,
  mark bigint default nextval('public.sync_mark_number'::regclass) not null,
  marked_at timestamp with time zone default now() not null,
  heard boolean default false not null,
  constraint sync_mark_pkey PRIMARY KEY (organization_id, connection_id, target, record_id),
  constraint sync_mark_target_check CHECK ((target = ANY (ARRAY['customer'::text, 'contact_person'::text]))),
  constraint sync_mark_organization_id_connection_id_fkey FOREIGN KEY (organization_id, connection_id) REFERENCES public.connection(organization_id, id)
);
CREATE INDEX sync_mark_order ON public.sync_mark USING btree (organization_id, connection_id, target, mark);
CREATE INDEX sync_mark_unheard ON public.sync_mark USING btree (organization_id, connection_id) WHERE (NOT heard);
alter table public.sync_mark enable row level security;
alter table public.sync_mark force row level security;
create policy find_unheard on public.sync_mark for select to concord_system using (true);
create policy tenant on public.sync_mark for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update, delete on public.sync_mark to concord_app;
grant select (organization_id), select (connection_id), select (heard) on public.sync_mark to concord_system;

create table public.sync_planned (
  organization_id text not null,
  run_id text not null,
  key text not null,
  crm_id text not null,
  customer_id text not null,
  constraint sync_planned_pkey PRIMARY KEY (organization_id, run_id, key, crm_id)
);
CREATE INDEX sync_planned_customer ON public.sync_planned USING btree (organization_id, run_id, customer_id);
alter table public.sync_planned enable row level security;
alter table public.sync_planned force row level security;
create policy tenant on public.sync_planned for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, delete on public.sync_planned to concord_app;

create table public.sync_run (
  organization_id text not null,
  id text not null,
  connection_id text not null,
  kind text not null,
  mode text,
  status text not null,
  config_version integer not null,
  approved_preview text,
  excluded jsonb default '[]'::jsonb not null,
  subject text,
  started_by_kind text not null,
  started_by_id text not null,
  started_by_name text not null,
  phase text not null,
  expected bigint,
  done bigint default 0 not null,
  counts jsonb not null,
  reader jsonb,
  api_calls integer default 0 not null,
  api_credits integer default 0 not null,
  checkpoint jsonb,
  cancel_requested boolean default false not null,
  error_code text,
  error jsonb,
  queued_at timestamp with time zone not null,
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  undone_by text,
  constraint sync_run_pkey PRIMARY KEY (organization_id, id),
  constraint sync_run_kind_check CHECK ((kind = ANY (ARRAY['preview'::text, 'import'::text, 'auto'::text, 'instant'::text, 'fetch_one'::text, 'undo'::text, 'undo_preview'::text]))),
  constraint sync_run_mode_check CHECK ((mode = ANY (ARRAY['full'::text, 'incremental'::text]))),
  constraint sync_run_status_check CHECK ((status = ANY (ARRAY['queued'::text, 'running'::text, 'done'::text, 'failed'::text, 'cancelled'::text]))),
  constraint sync_run_organization_id_connection_id_fkey FOREIGN KEY (organization_id, connection_id) REFERENCES public.connection(organization_id, id)
);
CREATE UNIQUE INDEX sync_run_active ON public.sync_run USING btree (organization_id, connection_id) WHERE (status = ANY (ARRAY['queued'::text, 'running'::text]));
CREATE INDEX sync_run_recent ON public.sync_run USING btree (organization_id, connection_id, id DESC);
alter table public.sync_run enable row level security;
alter table public.sync_run force row level security;
create policy find_abandoned on public.sync_run for select to concord_system using (true);
create policy tenant on public.sync_run for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update on public.sync_run to concord_app;
grant select (organization_id), select (connection_id), select (status), select (queued_at) on public.sync_run to concord_system;
CREATE TRIGGER tell_finished AFTER UPDATE ON public.sync_run REFERENCING OLD TABLE AS old_rows NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.tell_of_runs();

create table public.sync_run_record (
  organization_id text not null,
  run_id text not null,
  seq bigint not null,
  crm_module text not null,
  crm_id text not null,
  customer_id text,
  contact_person_id text,
  name text not null,
  outcome text not null,
  reason text not null,
  facts text,
  changes text,
  plan_hash text,
  side text default 'billing'::text not null,
  constraint sync_run_record_pkey PRIMARY KEY (organization_id, run_id, seq),
  constraint sync_run_record_side_check CHECK ((side = ANY (ARRAY['billing'::text, 'crm'::text])))
);
CREATE INDEX sync_run_record_crm ON public.sync_run_record USING btree (organization_id, crm_id, run_id DESC);
CREATE INDEX sync_run_record_customer ON public.sync_run_record USING btree (organization_id, customer_id, run_id DESC) WHERE (customer_id IS NOT NULL);
CREATE INDEX sync_run_record_outcome ON public.sync_run_record USING btree (organization_id, run_id, outcome, seq);
alter table public.sync_run_record enable row level security;
alter table public.sync_run_record force row level security;
create policy tenant on public.sync_run_record for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert on public.sync_run_record to concord_app;
CREATE TRIGGER sync_run_record_run AFTER INSERT ON public.sync_run_record REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.check_run_of_history();

create table public.sync_seen (
  organization_id text not null,
  run_id text not null,
  crm_id text not null,
  constraint sync_seen_pkey PRIMARY KEY (organization_id, run_id, crm_id)
);
alter table public.sync_seen enable row level security;
alter table public.sync_seen force row level security;
create policy tenant on public.sync_seen for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, delete on public.sync_seen to concord_app;

create table public.tax (
  organization_id text not null,
  id text not null,
  name text not null,
  percentage numeric(9,6) not null,
  status text not null,
  version integer default 1 not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint tax_pkey PRIMARY KEY (organization_id, id),
  constraint tax_name_check CHECK ((name <> ''::text)),
  constraint tax_percentage_check CHECK (((percentage >= (0)::numeric) AND (percentage <= (100)::numeric))),
  constraint tax_status_check CHECK ((status = ANY (ARRAY['active'::text, 'inactive'::text])))
);
CREATE UNIQUE INDEX tax_by_name ON public.tax USING btree (organization_id, lower(name));
alter table public.tax enable row level security;
alter table public.tax force row level security;
create policy tenant on public.tax for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update, delete on public.tax to concord_app;

create table public.test_clock (
  organization_id text not null,
  customer_id text not null,
  today date not null,
  updated_at timestamp with time zone not null,
  constraint test_clock_pkey PRIMARY KEY (organization_id, customer_id),
  constraint test_clock_organization_id_customer_id_fkey FOREIGN KEY (organization_id, customer_id) REFERENCES public.customer(organization_id, id) ON DELETE CASCADE
);
alter table public.test_clock enable row level security;
alter table public.test_clock force row level security;
create policy tenant on public.test_clock for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update, delete on public.test_clock to concord_app;

create table public.vendor (
  organization_id text not null,
  id text not null,
  name text not null,
  email text,
  currency_code text not null,
  payment_terms integer,
  version integer default 1 not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  address jsonb not null,
  constraint vendor_pkey PRIMARY KEY (organization_id, id),
  constraint vendor_currency_code_check CHECK ((currency_code ~ '^[A-Z]{3}$'::text)),
  constraint vendor_name_check CHECK ((name <> ''::text)),
  constraint vendor_payment_terms_check CHECK (((payment_terms >= 0) AND (payment_terms <= 3650)))
);
CREATE UNIQUE INDEX vendor_by_name ON public.vendor USING btree (organization_id, lower(name));
alter table public.vendor enable row level security;
alter table public.vendor force row level security;
create policy tenant on public.vendor for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update, delete on public.vendor to concord_app;

create table public.webhook (
  organization_id text not null,
  id text not null,
  url text not null,
  description text,
  events text[] not null,
  enabled boolean default true not null,
  disabled_because text,
  secret text not null,
  old_secret text,
  old_secret_until timestamp with time zone,
  failing_since timestamp with time zone,
  version integer default 1 not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint webhook_pkey PRIMARY KEY (organization_id, id),
  constraint webhook_check CHECK (((old_secret IS NULL) = (old_secret_until IS NULL))),
  constraint webhook_check1 CHECK (((disabled_because IS NULL) OR (NOT enabled))),
  constraint webhook_disabled_because_check CHECK ((disabled_because = ANY (ARRAY['gone'::text, 'failing'::text]))),
  constraint webhook_events_check CHECK ((cardinality(events) > 0))
);
alter table public.webhook enable row level security;
alter table public.webhook force row level security;
create policy find_wanting on public.webhook for select to concord_system using (true);
create policy tenant on public.webhook for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update, delete on public.webhook to concord_app;
grant select (organization_id), select (events), select (enabled) on public.webhook to concord_system;

create table public.webhook_delivery (
  organization_id text not null,
  id text not null,
  webhook_id text not null,
  message_id text not null,
  seq bigint not null,
  state text not null,
  attempts integer default 0 not null,
  next_at timestamp with time zone not null,
  tried_at timestamp with time zone,
  status integer,
  answer text,
  problem text,
  created_at timestamp with time zone not null,
  constraint webhook_delivery_pkey PRIMARY KEY (organization_id, id),
  constraint webhook_delivery_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'delivered'::text, 'failed'::text]))),
  constraint webhook_delivery_organization_id_message_id_fkey FOREIGN KEY (organization_id, message_id) REFERENCES public.webhook_message(organization_id, id) ON DELETE CASCADE,
  constraint webhook_delivery_organization_id_webhook_id_fkey FOREIGN KEY (organization_id, webhook_id) REFERENCES public.webhook(organization_id, id) ON DELETE CASCADE
);
CREATE INDEX webhook_delivery_due ON public.webhook_delivery USING btree (next_at) WHERE (state = 'pending'::text);
CREATE INDEX webhook_delivery_lane ON public.webhook_delivery USING btree (organization_id, webhook_id, seq) WHERE (state = 'pending'::text);
CREATE INDEX webhook_delivery_list ON public.webhook_delivery USING btree (organization_id, webhook_id, seq);
CREATE INDEX webhook_delivery_message ON public.webhook_delivery USING btree (organization_id, message_id);
alter table public.webhook_delivery enable row level security;
alter table public.webhook_delivery force row level security;
create policy find_due on public.webhook_delivery for select to concord_system using (true);
create policy tenant on public.webhook_delivery for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update, delete on public.webhook_delivery to concord_app;
grant select (organization_id), select (webhook_id), select (state), select (next_at) on public.webhook_delivery to concord_system;

create table public.webhook_message (
  organization_id text not null,
  id text not null,
  type text not null,
  subject_kind text not null,
  subject_id text not null,
  at timestamp with time zone not null,
  payload text,
  constraint webhook_message_pkey PRIMARY KEY (organization_id, id)
);
CREATE INDEX webhook_message_at ON public.webhook_message USING btree (organization_id, at);
CREATE UNIQUE INDEX webhook_message_overdue ON public.webhook_message USING btree (organization_id, subject_id) WHERE (type = 'invoice.overdue'::text);
alter table public.webhook_message enable row level security;
alter table public.webhook_message force row level security;
create policy tenant on public.webhook_message for all to concord_app using ((organization_id = ( SELECT public.current_organization() AS current_organization))) with check ((organization_id = ( SELECT public.current_organization() AS current_organization)));
grant select, insert, update, delete on public.webhook_message to concord_app;
