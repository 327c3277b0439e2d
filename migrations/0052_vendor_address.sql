-- Where a vendor is, as its orders say it.
alter table vendor add column address jsonb not null
  default '{"attention": null, "street": null, "city": null, "state": null, "zip": null, "country": null, "phone": null}';
alter table vendor alter column address drop default;
