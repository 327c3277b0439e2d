-- A person who decides a conflict may give a value of their own: it becomes billing's, and billing's is taken.
-- JSON text of the canonical value; billing_value keeps the one that it took the place of.
alter table sync_conflict add column given_value text
  check (given_value is null or taken = 'billing');
