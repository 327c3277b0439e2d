-- Contacts are told apart by their e-mail address, in either case of letters.
alter table crm_record add column email_key text generated always as (left(lower(values ->> 'Email'), 200)) stored;
create index crm_record_email on crm_record (organization_id, module, email_key) where deleted_time is null and email_key is not null;
