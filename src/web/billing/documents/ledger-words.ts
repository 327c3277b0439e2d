const accounts: Record<string, string> = {
  receivable: "Receivable from the customer",
  revenue: "Revenue",
  deferred_revenue: "Deferred revenue",
  tax: "Tax",
  cash: "Cash",
  credit: "Credit of the customer",
  write_off: "Written off",
  exchange: "Exchange gain or loss",
};

/** What an account of the ledger is called. */
export function accountWords(account: string): string {
  return accounts[account] ?? account;
}

const kinds: Record<string, string> = {
  invoice: "Invoice sent",
  void: "Void",
  credit_note: "Credit note",
  payment: "Payment received",
  settlement: "Applied",
  unsettlement: "No longer applied",
  refund: "Refund",
  write_off: "Written off",
  recognition: "Revenue earned",
};

/** What a posting is about. */
export function postingWords(kind: string): string {
  return kinds[kind] ?? kind.replaceAll("_", " ");
}
