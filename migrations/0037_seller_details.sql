-- What the organization's documents say of it beside its address: its number for tax, and where to pay what is owed.
alter table billing_organization
  add column tax_label text check (char_length(tax_label) between 1 and 40),
  add column tax_number text check (char_length(tax_number) between 1 and 60),
  add column bank_account jsonb not null default '{}' check (jsonb_typeof(bank_account) = 'object'),
  add column payment_instructions text check (char_length(payment_instructions) between 1 and 1000);
