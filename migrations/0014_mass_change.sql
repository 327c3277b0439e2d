-- What a run that nobody had approved stopped at, before it changed unusually many records: the run, since when, and
-- what. No run begins unasked while it is there; approving a preview takes it away.
alter table connection add column mass_change jsonb;
