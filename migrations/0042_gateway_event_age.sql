-- Events of the payment gateway are forgotten when nobody can send them again any more.
create index gateway_event_received on gateway_event (received_at, organization_id);
grant delete on gateway_event to concord_app;
-- Workers find the organizations that have old ones; they see no more of them.
create policy find_old on gateway_event for select to concord_system using (true);
grant select (organization_id, received_at) on gateway_event to concord_system;
