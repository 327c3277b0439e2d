-- Roles, tenancy, sign-in, keys, audit.

-- Roles belong to the server, not to the database: another database of the same server may have made them.
do $$ begin
  if not exists (select from pg_roles where rolname = 'concord_app') then create role concord_app nologin; end if;
  if not exists (select from pg_roles where rolname = 'concord_system') then create role concord_system nologin; end if;
exception when duplicate_object or unique_violation then null;
end $$;
-- Our pools log in as the owner and start as one of these (platform/db/db.ts).
do $$ begin execute format('grant concord_app, concord_system to %I', current_user); end $$;
grant usage on schema public to concord_app, concord_system;

-- The organization of the running transaction; null where none is set, so that every policy then hides every row.
create function current_organization() returns text language sql stable parallel safe
  as $$ select nullif(current_setting('concord.organization_id', true), '') $$;

-- Puts a table under forced row-level security with the one policy that every tenant table has.
create function protect_tenant_table(name regclass) returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', name);
  execute format('alter table %s force row level security', name);
  -- As a sub-select the organization is read once a query, not once a row.
  execute format('create policy tenant on %s to concord_app
    using (organization_id = (select current_organization())) with check (organization_id = (select current_organization()))', name);
end $$;

-- Sign-in: the tables of better-auth, with the column names it expects, and beside them the organizations with their
-- members. Only concord_system reads them.
create schema auth;
grant usage on schema auth to concord_system;

create table auth."user" (
  id text primary key, name text not null, email text not null unique, "emailVerified" boolean not null, image text,
  "createdAt" timestamptz not null default now(), "updatedAt" timestamptz not null default now(),
  "twoFactorEnabled" boolean
);
create table auth.session (
  id text primary key, "expiresAt" timestamptz not null, token text not null unique,
  "createdAt" timestamptz not null default now(), "updatedAt" timestamptz not null,
  "ipAddress" text, "userAgent" text, "userId" text not null references auth."user" (id) on delete cascade
);
create index on auth.session ("userId");
create table auth.account (
  id text primary key, "accountId" text not null, "providerId" text not null,
  "userId" text not null references auth."user" (id) on delete cascade,
  "accessToken" text, "refreshToken" text, "idToken" text, "accessTokenExpiresAt" timestamptz,
  "refreshTokenExpiresAt" timestamptz, scope text, password text,
  "createdAt" timestamptz not null default now(), "updatedAt" timestamptz not null
);
create index on auth.account ("userId");
create table auth.verification (
  id text primary key, identifier text not null, value text not null, "expiresAt" timestamptz not null,
  "createdAt" timestamptz not null default now(), "updatedAt" timestamptz not null default now()
);
create index on auth.verification (identifier);
create table auth."rateLimit" (id text primary key, key text not null unique, count integer not null, "lastRequest" bigint not null);
create table auth."twoFactor" (
  id text primary key, secret text not null, "backupCodes" text not null,
  "userId" text not null references auth."user" (id) on delete cascade, verified boolean,
  "failedVerificationCount" integer default 0, "lockedUntil" timestamptz
);
create index on auth."twoFactor" ("userId");
create table auth.organization (
  id text primary key, name text not null, slug text not null unique,
  "createdAt" timestamptz not null default now()
);
create table auth.member (
  id text primary key, "organizationId" text not null references auth.organization (id) on delete cascade,
  "userId" text not null references auth."user" (id) on delete cascade, role text not null,
  "createdAt" timestamptz not null default now(), unique ("organizationId", "userId")
);
create index on auth.member ("userId");
-- Attempts that are counted, such as wrong passwords of an account. The key is a hash.
create table auth.attempt (key text primary key, count integer not null, begun_at timestamptz not null);
create index on auth.attempt (begun_at);
grant select, insert, update, delete on all tables in schema auth to concord_system;

-- API keys: only their hash is kept. concord_system finds the organization of a key before any is known.
create table api_key (
  organization_id text not null, id text not null, name text not null check (name <> ''), hash text not null,
  role text not null check (role in ('owner', 'admin', 'accountant', 'sales', 'read_only')),
  created_by text not null, created_at timestamptz not null, last_used_at timestamptz, expires_at timestamptz,
  revoked_at timestamptz,
  primary key (organization_id, id)
);
create index api_key_hash on api_key (hash);
select protect_tenant_table('api_key');
create policy find_by_hash on api_key for select to concord_system using (true);
create policy note_use on api_key for update to concord_system using (true);
grant select, insert, update on api_key to concord_app;
grant select, update (last_used_at) on api_key to concord_system;

-- Audit log: rows are only ever added, and each carries the hash of the one before it, so that a change shows.
create table audit_log (
  organization_id text not null, seq bigint not null, at timestamptz not null,
  actor_kind text not null check (actor_kind in ('user', 'api_key', 'system', 'crm_user')), actor_id text not null,
  actor_name text not null, action text not null, subject_kind text not null, subject_id text not null,
  details jsonb not null, previous_hash text not null, hash text not null,
  primary key (organization_id, seq)
);
create index audit_log_subject on audit_log (organization_id, subject_kind, subject_id, seq desc);
select protect_tenant_table('audit_log');
grant select, insert on audit_log to concord_app;

-- The hash of one row; test and doctor recompute it.
create function audit_hash(entry audit_log) returns text language sql stable as $$
  select encode(sha256(convert_to(concat_ws(E'\x1f', entry.previous_hash, entry.organization_id, entry.seq,
    to_char(entry.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), entry.actor_kind, entry.actor_id, entry.actor_name, entry.action, entry.subject_kind, entry.subject_id,
    entry.details::text), 'UTF8')), 'hex')
$$;
create function chain_audit_row() returns trigger language plpgsql as $$
declare last audit_log;
begin
  perform pg_advisory_xact_lock(hashtext('audit'), hashtext(new.organization_id));
  select * into last from audit_log where organization_id = new.organization_id order by seq desc limit 1;
  new.seq := coalesce(last.seq, 0) + 1;
  new.previous_hash := coalesce(last.hash, '');
  new.hash := audit_hash(new);
  return new;
end $$;
create trigger chain before insert on audit_log for each row execute function chain_audit_row();

-- Answers to requests that carried an Idempotency-Key, so that a repeated request gets the first answer again.
create table idempotency_key (
  organization_id text not null, key text not null check (length(key) between 1 and 255), request_hash text not null,
  status integer, body text, created_at timestamptz not null,
  primary key (organization_id, key)
);
create index idempotency_key_age on idempotency_key (organization_id, created_at);
select protect_tenant_table('idempotency_key');
grant select, insert, update, delete on idempotency_key to concord_app;
