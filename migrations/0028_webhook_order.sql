-- The lists that `tell_webhooks` takes go side by side: of documents that are written in one statement the kinds were in
-- the order of the writing, and the ids in their own.
create or replace function tell_of_new_documents() returns trigger language plpgsql as $$
begin
  if anybody_listens() then
    perform tell_webhooks(array_agg(kind || '.created' order by id), array_agg(kind order by id), array_agg(id order by id)) from fresh
     where kind in ('invoice', 'credit_note', 'estimate');
  end if;
  return null;
end $$;
