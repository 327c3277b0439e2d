/** What a report is about in time: months between two days, the days themselves, or how it stands on one day. */
type Extent = "months" | "days" | "day";

/** A report by its name in addresses and commands. */
type About = { title: string; extent: Extent; about: string };

/** All reports in the order in which they are listed. What each figure is, docs/spec/reports.md says. */
export const reports = {
  mrr: {
    title: "Recurring revenue",
    extent: "months",
    about: "What subscriptions bring in a month and in a year, at the end of each month",
  },
  "mrr-movements": {
    title: "Movements of recurring revenue",
    extent: "months",
    about: "What made it more and less: new, expansion, reactivation, contraction, churn",
  },
  churn: {
    title: "Churn",
    extent: "months",
    about: "Which part of customers and of recurring revenue was lost in each month",
  },
  subscriptions: {
    title: "Subscriptions by status",
    extent: "day",
    about: "How many subscriptions there are in each status, and what they bring in a month",
  },
  "sign-ups": {
    title: "Sign-ups",
    extent: "months",
    about: "Subscriptions sold, trials begun, first payments due and subscriptions ended, by month",
  },
  "sales-by-plan": {
    title: "Revenue by plan",
    extent: "days",
    about: "What was invoiced for each plan and addon, less what was credited, before tax",
  },
  "sales-by-country": {
    title: "Revenue by country",
    extent: "days",
    about: "The same by the country of the billing address",
  },
  "sales-by-customer": {
    title: "Sales by customer",
    extent: "days",
    about: "The same by customer, with the number of invoices",
  },
  receivables: {
    title: "Receivables by age",
    extent: "day",
    about: "What customers owed on a day, by the days since it was due",
  },
  "payments-received": {
    title: "Payments received",
    extent: "days",
    about: "Money that came in, by the way in which it came and its currency",
  },
  "payments-list": {
    title: "Payments one by one",
    extent: "days",
    about: "Each payment that came in, with its customer and reference",
  },
  "tax-summary": {
    title: "Tax summary",
    extent: "days",
    about: "Tax by rate, and what it was taken of: invoices less credit notes",
  },
  "tax-documents": {
    title: "Tax by document",
    extent: "days",
    about: "The invoices and credit notes that the tax summary is made of",
  },
  "trial-balance": {
    title: "Trial balance",
    extent: "day",
    about: "Debit and credit of each account of the ledger on a day",
  },
} as const satisfies Record<string, About>;

export type ReportName = keyof typeof reports;

export const reportNames = Object.keys(reports) as [ReportName, ...ReportName[]];
