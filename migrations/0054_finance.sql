-- Which modules of billing the CRM shows: none until an administrator of the CRM switches them on (Setup > Finance).
alter table crm_organization add column finance_modules text[] not null default '{}'
  check (finance_modules <@ array['subscriptions', 'invoices', 'estimates', 'sales_orders', 'purchase_orders']);
