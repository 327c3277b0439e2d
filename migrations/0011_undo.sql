-- Undo of a run: a run of its own, which says in `subject` what it takes back. Its preview writes nothing.
alter table sync_run drop constraint sync_run_kind_check,
  add constraint sync_run_kind_check
    check (kind in ('preview', 'import', 'auto', 'instant', 'fetch_one', 'undo', 'undo_preview'));
-- The run that has taken this one back.
alter table sync_run add column undone_by text;
