-- A line of a customer's timeline that tells of a contact person says of which one: by name alone, two persons of one
-- name could not be told apart, and no field of a person be explained. Lines of before know the name only.
alter table customer_event add column contact_person_id text;
-- A person that was moved to another customer has lines at both.
create index customer_event_person on customer_event (organization_id, contact_person_id, id) where contact_person_id is not null;
