-- A posting is checked by the statement that writes its entries, by these rows alone: nothing is read again, once for
-- each entry, when the transaction ends. As entries are only ever added, and what each statement adds to a posting sums to
-- zero, so does the posting. All entries of a posting are therefore written in one statement.
drop trigger posting_balanced on ledger_entry;
create or replace function balance_posting() returns trigger language plpgsql as $$
declare unbalanced text;
begin
  select posting_id into unbalanced from added group by organization_id, posting_id
   having sum(amount) <> 0 or sum(base_amount) <> 0 limit 1;
  if found then
    raise exception 'posting % does not sum to zero', unbalanced using errcode = 'check_violation', constraint = 'posting_balanced';
  end if;
  return null;
end $$;
create trigger posting_balanced after insert on ledger_entry referencing new table as added
  for each statement execute function balance_posting();

-- Nobody may change or delete an entry; now that the check relies on it, not even who owns the table does by mistake.
create function keep_entries() returns trigger language plpgsql as $$
begin
  raise exception 'entries of the ledger are never changed or deleted' using errcode = 'check_violation', constraint = 'entries_kept';
end $$;
create trigger entries_kept before update or delete on ledger_entry for each statement execute function keep_entries();
