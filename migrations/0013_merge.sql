-- Merging CRM records: the timeline of each says which other record it was merged with.
alter table crm_timeline drop constraint crm_timeline_action_check,
  add constraint crm_timeline_action_check check (action in ('added', 'updated', 'deleted', 'restored', 'merged'));
-- The other record of a merge; null in entries that are about one record alone.
alter table crm_timeline add column related_id bigint;
