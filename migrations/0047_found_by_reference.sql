-- Lists are searched by how a number begins, by the customer's name and by a whole reference. Each way needs an index of
-- its own, or the search reads all documents; most have no reference, and cost nothing here.
create index document_reference on document (organization_id, kind, reference_number) where reference_number is not null;
create index payment_reference on payment (organization_id, reference_number) where reference_number is not null;
