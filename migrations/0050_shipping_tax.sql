-- The tax that shipping bears, as it was when the document was written, and what it comes to: a part of tax_total.
alter table document
  add column shipping_tax_id text,
  add column shipping_tax_name text,
  add column shipping_tax_percentage numeric(9, 6),
  add column shipping_tax bigint not null default 0,
  add check ((shipping_tax_id is null) = (shipping_tax_percentage is null)),
  add check (shipping_tax_id is not null or shipping_tax = 0);
