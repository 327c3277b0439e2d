-- Each webhook is sent to by itself, so that a slow receiver holds up itself alone: workers find the webhooks for which
-- something is due, and take what is due for one of them, the oldest first.
create index webhook_delivery_lane on webhook_delivery (organization_id, webhook_id, seq) where state = 'pending';
grant select (webhook_id) on webhook_delivery to concord_system;
