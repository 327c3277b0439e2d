-- Whom an organization reminds by itself: so many days after an invoice was due. Empty: nobody.
alter table billing_organization
  add column reminder_days integer[] not null default '{}'
    check (cardinality(reminder_days) <= 5 and 1 <= all (reminder_days) and 365 >= all (reminder_days));
-- Workers find the organizations that remind; they see no more of them.
create policy find_reminding on billing_organization for select to concord_system using (cardinality(reminder_days) > 0);
grant select (organization_id, reminder_days) on billing_organization to concord_system;
