-- An estimate or order of which an invoice was made goes back to what it was when the draft of that invoice is deleted.
alter table document add column returns_to text check (returns_to is null or kind in ('estimate', 'sales_order'));
