-- A term that was billed can be given back from a day on, and other terms begin there: its line keeps the days that it was
-- written for, and in `billed_days` those that nobody else may bill.
alter table document_line add column billed_days daterange;
update document_line set billed_days = period where charge_kind = 'term';
alter table document_line
  add check ((charge_kind is not distinct from 'term') = (billed_days is not null)),
  drop constraint no_double_bill,
  add constraint no_double_bill exclude using gist
    (organization_id with =, subscription_id with =, charge with =, billed_days with &&) where (charge_kind = 'term' and not is_void);
