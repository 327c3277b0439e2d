/** The tabs of a customer's page beside its overview, as addresses name them. */
export const customerTabs = [
  "subscriptions",
  "invoices",
  "payments",
  "statement",
  "methods",
  "credit-notes",
  "estimates",
  "orders",
  "persons",
  "files",
  "timeline",
  "merges",
] as const;
export type CustomerTab = (typeof customerTabs)[number];
