-- An estimate names plans and addons of the catalog, and becomes a subscription of them.

-- On the first of the lines that a plan or addon makes in an estimate: what is sold, as in subscription_item, at the
-- price that was offered. Its other lines follow, and name the same item.
alter table document_line add column sold_item jsonb check (sold_item is null or item_id is not null);

-- The estimate that it was made of. What that has beside plan and addons is billed with the first term.
alter table subscription add column estimate_id text;
alter table subscription add foreign key (organization_id, estimate_id) references document (organization_id, id);
-- There is one subscription of an estimate, however often it is asked for.
create unique index subscription_estimate on subscription (organization_id, estimate_id) where estimate_id is not null;
