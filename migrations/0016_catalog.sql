-- Billing: what is sold. Products with their plans, the addons and coupons that go with them.
--
-- `sort_name` and `code_key` are name and code in lower case (billing/catalog/catalog-key.ts): lists go by them, and
-- `Basic` and `basic` are one. A price is one number or brackets [{from, to, price}], as its scheme says.

create table product (
  organization_id text not null, id text not null, name text not null check (name <> ''),
  sort_name text collate "C" not null check (sort_name <> ''), description text,
  status text not null check (status in ('active', 'inactive')),
  version integer not null default 1, created_at timestamptz not null, updated_at timestamptz not null,
  primary key (organization_id, id)
);
create unique index product_by_name on product (organization_id, sort_name);
select protect_tenant_table('product');
grant select, insert, update, delete on product to concord_app;

create table plan (
  organization_id text not null, id text not null, product_id text not null,
  plan_code text not null check (plan_code <> ''), code_key text collate "C" not null check (code_key <> ''),
  name text not null check (name <> ''), sort_name text collate "C" not null check (sort_name <> ''), description text,
  "interval" integer not null check ("interval" between 1 and 365),
  interval_unit text not null check (interval_unit in ('weeks', 'months', 'years')),
  -- How many terms a subscription has; -1 is until it is cancelled.
  billing_cycles integer not null check (billing_cycles = -1 or billing_cycles between 1 and 10000),
  trial_period integer not null check (trial_period between 0 and 3650),
  pricing_scheme text not null check (pricing_scheme in ('flat', 'per_unit', 'volume', 'tier', 'package')),
  unit_name text check (unit_name <> ''), tax_id text,
  status text not null check (status in ('active', 'inactive')),
  version integer not null default 1, created_at timestamptz not null, updated_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, product_id) references product (organization_id, id)
);
create unique index plan_code_taken on plan (organization_id, code_key);
create unique index plan_scheme on plan (organization_id, id, pricing_scheme);
create index plan_by_name on plan (organization_id, sort_name, id);
create index plan_product on plan (organization_id, product_id);
select protect_tenant_table('plan');
grant select, insert, update, delete on plan to concord_app;

create table plan_price (
  organization_id text not null, plan_id text not null, currency_code text not null check (currency_code ~ '^[A-Z]{3}$'),
  -- The plan's, so that the form of a price is that of its scheme.
  pricing_scheme text not null,
  price numeric check (price >= 0 and price < 1e12 and scale(price) <= 8),
  brackets jsonb check (jsonb_typeof(brackets) = 'array' and jsonb_array_length(brackets) > 0),
  setup_fee bigint not null check (setup_fee >= 0),
  primary key (organization_id, plan_id, currency_code),
  foreign key (organization_id, plan_id, pricing_scheme) references plan (organization_id, id, pricing_scheme) on delete cascade,
  check (num_nonnulls(price, brackets) = 1),
  check ((price is not null) = (pricing_scheme in ('flat', 'per_unit')))
);
select protect_tenant_table('plan_price');
grant select, insert, delete on plan_price to concord_app;

create table addon (
  organization_id text not null, id text not null,
  addon_code text not null check (addon_code <> ''), code_key text collate "C" not null check (code_key <> ''),
  name text not null check (name <> ''), sort_name text collate "C" not null check (sort_name <> ''), description text,
  type text not null check (type in ('recurring', 'one_time')),
  pricing_scheme text not null check (pricing_scheme in ('unit', 'volume', 'tier', 'package')),
  unit_name text check (unit_name <> ''), tax_id text,
  applicable_to text not null check (applicable_to in ('all', 'plans')),
  status text not null check (status in ('active', 'inactive')),
  version integer not null default 1, created_at timestamptz not null, updated_at timestamptz not null,
  primary key (organization_id, id)
);
create unique index addon_code_taken on addon (organization_id, code_key);
create unique index addon_scheme on addon (organization_id, id, pricing_scheme);
create index addon_by_name on addon (organization_id, sort_name, id);
select protect_tenant_table('addon');
grant select, insert, update, delete on addon to concord_app;

create table addon_price (
  organization_id text not null, addon_id text not null, currency_code text not null check (currency_code ~ '^[A-Z]{3}$'),
  pricing_scheme text not null,
  price numeric check (price >= 0 and price < 1e12 and scale(price) <= 8),
  brackets jsonb check (jsonb_typeof(brackets) = 'array' and jsonb_array_length(brackets) > 0),
  primary key (organization_id, addon_id, currency_code),
  foreign key (organization_id, addon_id, pricing_scheme) references addon (organization_id, id, pricing_scheme) on delete cascade,
  check (num_nonnulls(price, brackets) = 1),
  check ((price is not null) = (pricing_scheme = 'unit'))
);
select protect_tenant_table('addon_price');
grant select, insert, delete on addon_price to concord_app;

-- The plans that an addon is for, where it is not for all.
create table addon_plan (
  organization_id text not null, addon_id text not null, plan_id text not null,
  primary key (organization_id, addon_id, plan_id),
  foreign key (organization_id, addon_id) references addon (organization_id, id) on delete cascade,
  foreign key (organization_id, plan_id) references plan (organization_id, id)
);
create index addon_plan_plan on addon_plan (organization_id, plan_id);
select protect_tenant_table('addon_plan');
grant select, insert, delete on addon_plan to concord_app;

create table coupon (
  organization_id text not null, id text not null,
  coupon_code text not null check (coupon_code <> ''), code_key text collate "C" not null check (code_key <> ''),
  name text not null check (name <> ''), sort_name text collate "C" not null check (sort_name <> ''), description text,
  discount_by text not null check (discount_by in ('percentage', 'flat')),
  -- Percent, or an amount of the currency.
  discount_value numeric not null check (discount_value > 0 and discount_value < 1e12 and scale(discount_value) <= 8),
  currency_code text check (currency_code ~ '^[A-Z]{3}$'),
  type text not null check (type in ('one_time', 'duration', 'forever')),
  -- How many invoices it lasts.
  duration integer check (duration between 1 and 1000),
  max_redemption integer check (max_redemption > 0),
  redemption_count integer not null default 0 check (redemption_count >= 0),
  -- The last day on which it can be redeemed.
  expiry_at date,
  apply_to_plans text not null check (apply_to_plans in ('all', 'select')),
  apply_to_addons text not null check (apply_to_addons in ('all', 'select', 'none')),
  -- What somebody decided; whether it is expired or used up follows from the day and the counts (billing/catalog/coupon.ts).
  status text not null check (status in ('active', 'inactive')),
  version integer not null default 1, created_at timestamptz not null, updated_at timestamptz not null,
  primary key (organization_id, id),
  check (discount_by = 'flat' or discount_value <= 100),
  check ((discount_by = 'flat') = (currency_code is not null)),
  check ((type = 'duration') = (duration is not null)),
  constraint coupon_redemptions check (redemption_count <= max_redemption)
);
create unique index coupon_code_taken on coupon (organization_id, code_key);
create index coupon_by_name on coupon (organization_id, sort_name, id);
select protect_tenant_table('coupon');
grant select, insert, update, delete on coupon to concord_app;

create table coupon_plan (
  organization_id text not null, coupon_id text not null, plan_id text not null,
  primary key (organization_id, coupon_id, plan_id),
  foreign key (organization_id, coupon_id) references coupon (organization_id, id) on delete cascade,
  foreign key (organization_id, plan_id) references plan (organization_id, id)
);
create index coupon_plan_plan on coupon_plan (organization_id, plan_id);
select protect_tenant_table('coupon_plan');
grant select, insert, delete on coupon_plan to concord_app;

create table coupon_addon (
  organization_id text not null, coupon_id text not null, addon_id text not null,
  primary key (organization_id, coupon_id, addon_id),
  foreign key (organization_id, coupon_id) references coupon (organization_id, id) on delete cascade,
  foreign key (organization_id, addon_id) references addon (organization_id, id)
);
create index coupon_addon_addon on coupon_addon (organization_id, addon_id);
select protect_tenant_table('coupon_addon');
grant select, insert, delete on coupon_addon to concord_app;
