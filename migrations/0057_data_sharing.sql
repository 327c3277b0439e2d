-- Modules whose records are seen by their owners and by those above them alone; all others are everybody's, as before.
alter table crm_organization add column private_modules text[] not null default '{}'
  check (private_modules <@ array['Accounts', 'Contacts', 'Deals']);
