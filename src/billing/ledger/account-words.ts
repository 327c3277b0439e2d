import type { Account } from "./posting.ts";

/** What the accounts of the ledger are called, on pages and in reports alike. */
export const accountWords: Readonly<Record<Account, string>> = {
  receivable: "Accounts receivable",
  revenue: "Revenue",
  deferred_revenue: "Deferred revenue",
  tax: "Tax payable",
  cash: "Cash",
  credit: "Customer credits",
  write_off: "Written off",
  exchange: "Exchange gain or loss",
};
