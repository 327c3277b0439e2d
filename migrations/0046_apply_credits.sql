-- Whether a subscription's invoices are settled with what the customer has to his credit before anything is collected.
-- What was set up before goes on as it did until somebody says otherwise.
alter table billing_organization add column apply_credits boolean not null default false;
alter table billing_organization alter column apply_credits drop default;
