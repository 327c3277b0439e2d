-- Billing: what subscriptions bring in a month, as facts that reports add up.

-- The coupon that the present term was billed with: it goes on counting until a term is billed without it.
alter table subscription add column term_coupon_id text,
  add foreign key (organization_id, term_coupon_id) references coupon (organization_id, id);

-- Each change of the monthly recurring revenue of a subscription, written with what made it. Minor units of its
-- currency; `before` is the `after` of the row before. Nothing here is ever changed.
create table mrr_change (
  organization_id text not null, subscription_id text not null, id text not null, on_day date not null,
  kind text not null check (kind in ('new', 'expansion', 'contraction', 'churn', 'reactivation')),
  currency_code text not null check (currency_code ~ '^[A-Z]{3}$'),
  before bigint not null check (before >= 0), after bigint not null check (after >= 0),
  primary key (organization_id, subscription_id, id),
  foreign key (organization_id, subscription_id) references subscription (organization_id, id) on delete cascade,
  check (case kind
    when 'new' then before = 0 and after > 0
    when 'reactivation' then before = 0 and after > 0
    when 'expansion' then before > 0 and after > before
    when 'contraction' then after > 0 and after < before
    else before > 0 and after = 0 end)
);
-- Reports add up by month.
create index mrr_change_by_day on mrr_change (organization_id, on_day) include (kind, currency_code, before, after);
select protect_tenant_table('mrr_change');
grant select, insert on mrr_change to concord_app;

-- Sales are read by their day: invoices and credit notes that hold.
create index document_sale on document (organization_id, date) where kind in ('invoice', 'credit_note') and status not in ('draft', 'void');
-- The life of all subscriptions is read by its days.
create index subscription_event_by_day on subscription_event (organization_id, on_day);

update subscription set term_coupon_id = coupon_id where term_start is not null;

-- Subscriptions from before: what their present term was billed with, from their first day on. What was changed
-- within that term counts from the next one.
insert into mrr_change (organization_id, subscription_id, id, on_day, kind, currency_code, before, after)
select s.organization_id, s.id, 'mrc_' || substr(s.id, 5), s.starts_at, 'new', s.currency_code, 0, b.monthly
  from subscription s
  cross join lateral (
    select round(sum(l.net) * case s.interval_unit when 'weeks' then 52.0 / 12 when 'months' then 1 else 1.0 / 12 end / s."interval")::bigint as monthly
      from document_line l
     where l.organization_id = s.organization_id and l.subscription_id = s.id and l.charge_kind = 'term'
       and not l.is_void and lower(l.period) = s.term_start
  ) b
 where s.status in ('live', 'non_renewing', 'dunning') and b.monthly > 0;
