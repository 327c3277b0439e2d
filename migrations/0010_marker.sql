-- Whether the modules of the CRM have the field that holds the billing id of each record made from billing, so that
-- it is read with every record from then on.
alter table connection add column has_marker boolean not null default false;
