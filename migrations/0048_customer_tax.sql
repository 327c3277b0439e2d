-- The number under which a customer is known for tax, and why nothing that is sold to it bears a tax: where there is no
-- reason, it does.
alter table customer
  add column tax_reg_no text check (char_length(tax_reg_no) between 1 and 30),
  add column tax_exemption_reason text check (char_length(tax_exemption_reason) between 1 and 200);
