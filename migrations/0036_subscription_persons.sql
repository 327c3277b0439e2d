-- The contact persons of its customer who get the e-mails of a subscription; without any they go to the customer.
-- A person can come to another customer: then it counts no more, which whoever reads this asks (a merge moves both).
create table subscription_contact_person (
  organization_id text not null, subscription_id text not null, contact_person_id text not null,
  primary key (organization_id, subscription_id, contact_person_id),
  foreign key (organization_id, subscription_id) references subscription (organization_id, id) on delete cascade,
  foreign key (organization_id, contact_person_id) references contact_person (organization_id, id) on delete cascade
);
create index subscription_contact_person_person on subscription_contact_person (organization_id, contact_person_id);
select protect_tenant_table('subscription_contact_person');
grant select, insert, delete on subscription_contact_person to concord_app;
