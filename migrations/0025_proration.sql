-- What the time of a change within a term is counted in; each line keeps the unit of its ratio, so that its amount can
-- be reckoned again after the setting has changed.
alter table billing_organization
  add column proration_basis text not null default 'day' check (proration_basis in ('day', 'second'));
alter table document_line add column ratio_unit text check (ratio_unit in ('day', 'second'));
update document_line set ratio_unit = 'day' where ratio_whole is not null;
alter table document_line add check ((ratio_unit is null) = (ratio_whole is null));
