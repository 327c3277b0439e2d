-- The coupon that the discount of a line is of, as it was called when the line was written: that is what papers say.
alter table document_line add column coupon_code text, add column coupon_name text;
alter table document_line add check ((coupon_code is null) = (coupon_name is null));
alter table document_line add check (coupon_code is null or discount_by is not null);
