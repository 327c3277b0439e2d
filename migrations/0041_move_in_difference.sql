-- What a file says of a customer's credit (payments and credit notes that are not used up), in minor units, beside what it
-- says is open. What came in is compared with both.
alter table move_in_row add column expected_credit bigint;
create index move_in_row_stated on move_in_row (organization_id, subject, move_in_id)
  where expected_balance is not null or expected_credit is not null;
