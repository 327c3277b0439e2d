-- What of billing was made for a record of the CRM: by a person there, or by a trigger on a deal.
create table record_document (
  organization_id text not null, document_id text not null,
  kind text not null check (kind in ('subscription', 'invoice', 'estimate', 'sales_order', 'purchase_order')),
  crm_module text not null check (crm_module in ('Accounts', 'Contacts', 'Deals')),
  crm_id text not null,
  made_by text not null check (made_by in ('person', 'trigger')),
  made_at timestamptz not null,
  primary key (organization_id, document_id)
);
create index record_document_record on record_document (organization_id, crm_id, kind, document_id);
select protect_tenant_table('record_document');
grant select, insert, update, delete on record_document to concord_app;
