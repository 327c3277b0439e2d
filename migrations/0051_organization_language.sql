-- In which language customers with none of their own, and vendors, are written to: so far that was English.
alter table billing_organization add column language text not null default 'en';
alter table billing_organization alter column language drop default;
