-- Which line of the source document a line was made of: of an invoice's line no more is credited than it billed.
alter table document_line add column source_line integer check (source_line >= 0);
