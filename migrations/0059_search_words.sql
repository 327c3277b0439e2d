-- The words that names hold, so that a search knows what a mistyped one may have meant. Words of letters alone: numbers are
-- not guessed at. They are only ever added, and one that two transactions add at once is there twice: nobody waits for
-- anybody, and who reads them takes each once. A word that no name holds any more leads to nothing.

create table customer_word (
  organization_id text not null, word text collate "C" not null, id bigint generated always as identity,
  primary key (organization_id, word, id)
);
select protect_tenant_table('customer_word');
grant select, insert on customer_word to concord_app;

create table crm_word (
  organization_id text not null, module text not null, word text collate "C" not null, id bigint generated always as identity,
  primary key (organization_id, module, word, id)
);
select protect_tenant_table('crm_word');
grant select, insert on crm_word to concord_app;

create function known_words(name text) returns setof text language sql immutable parallel safe
  begin atomic
    select word from unnest(crm_words(left(name, 200))) as word where word ~ '^[[:alpha:]]{4,40}$';
  end;

create function keep_customer_words() returns trigger language plpgsql as $$
begin
  insert into customer_word (organization_id, word)
    select distinct n.organization_id, w.word from new_rows n, known_words(n.sort_name) as w (word)
     where not exists (select from customer_word k where k.organization_id = n.organization_id and k.word = w.word);
  return null;
end $$;
create function keep_customer_word_change() returns trigger language plpgsql as $$
begin
  insert into customer_word (organization_id, word)
    select distinct new.organization_id, w.word from known_words(new.sort_name) as w (word)
     where not exists (select from customer_word k where k.organization_id = new.organization_id and k.word = w.word);
  return null;
end $$;
create trigger words_new after insert on customer referencing new table as new_rows for each statement
  execute function keep_customer_words();
create trigger words_changed after update on customer for each row
  when (new.sort_name is distinct from old.sort_name) execute function keep_customer_word_change();

create function keep_crm_words() returns trigger language plpgsql as $$
begin
  insert into crm_word (organization_id, module, word)
    select distinct n.organization_id, n.module, w.word from new_rows n, known_words(n.name) as w (word)
     where not exists (select from crm_word k where k.organization_id = n.organization_id and k.module = n.module and k.word = w.word);
  return null;
end $$;
create function keep_crm_word_change() returns trigger language plpgsql as $$
begin
  insert into crm_word (organization_id, module, word)
    select distinct new.organization_id, new.module, w.word from known_words(new.name) as w (word)
     where not exists (select from crm_word k where k.organization_id = new.organization_id and k.module = new.module and k.word = w.word);
  return null;
end $$;
create trigger words_new after insert on crm_record referencing new table as new_rows for each statement
  execute function keep_crm_words();
create trigger words_changed after update on crm_record for each row
  when (new.name is distinct from old.name) execute function keep_crm_word_change();

insert into customer_word (organization_id, word) select distinct organization_id, word from customer, known_words(sort_name) as w (word);
insert into crm_word (organization_id, module, word) select distinct organization_id, module, word from crm_record, known_words(name) as w (word);
