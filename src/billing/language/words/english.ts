/** What papers and the public page say in English; every other language says the same, by the type of this. */
export const english = {
  kinds: {
    invoice: "Invoice",
    credit_note: "Credit note",
    estimate: "Estimate",
    sales_order: "Sales order",
    purchase_order: "Purchase order",
  },
  toWhom: {
    invoice: "Bill to",
    credit_note: "Credit to",
    estimate: "For",
    sales_order: "For",
    purchase_order: "Order to",
  },
  lastDay: {
    invoice: "Due",
    credit_note: "Due",
    estimate: "Valid until",
    sales_order: "Delivery",
    purchase_order: "Delivery",
  },
  marks: { draft: "Draft", void: "Void", cancelled: "Cancelled" },
  facts: { date: "Date", terms: "Terms", reference: "Reference", salesperson: "Salesperson" },
  shipTo: "Ship to",
  /** What the customer's own number for tax is called. */
  taxNumber: "Tax number",
  columns: {
    lines: "Lines",
    item: "Item",
    quantity: "Quantity",
    price: "Price",
    discount: "Discount",
    tax: "Tax",
    amount: "Amount",
  },
  /** The heading of the amounts where something is taken off them below. */
  beforeDiscount: "Amount before discount",
  coupon: "Coupon {coupon}",
  off: "{discount} off",
  sums: {
    subtotal: "Subtotal",
    discount: "Discount",
    taxOf: "{tax} of {amount}",
    shipping: "Shipping",
    adjustment: "Adjustment",
    total: "Total",
    paid: "Paid",
    credited: "Credited",
    writtenOff: "Written off",
    balanceDue: "Balance due",
    applied: "Applied to invoices",
    refunded: "Refunded",
    creditLeft: "Credit left",
  },
  remarks: {
    taxIncluded: "Prices include tax.",
    rate: "{total} at {rate} {base} for 1 {currency}",
  },
  parts: { payment: "Payment", notes: "Notes", terms: "Terms" },
  seller: {
    taxNumber: "VAT number",
    holder: "Account holder",
    iban: "IBAN",
    account_number: "Account number",
    routing_number: "Routing number",
    bic: "BIC",
    bank_name: "Bank",
  },
  /** What a line says of a change within a term; written into it in the customer's language. */
  change: {
    unused: "Unused time",
    remaining: "Remaining time",
    /** How many there are, where their unit has a name and where it has none. */
    ofUnit: "{count} × {unit}",
    quantity: "quantity {count}",
    day: "{part} of {whole} days",
    second: "{part} of {whole} seconds",
  },
  /** Which units a price in brackets is for; written into a line in the customer's language. */
  bracket: { closed: "{from} to {to}", open: "{from} and more" },
  setup: "Setup of {name}",
  /** How often an offer is billed. */
  every: {
    weeks: { one: "Billed every week", many: "Billed every {count} weeks" },
    months: { one: "Billed every month", many: "Billed every {count} months" },
    years: { one: "Billed every year", many: "Billed every {count} years" },
  },
  page: "Page {page} of {pages}",
  statement: {
    title: "Statement",
    to: "To",
    from: "From",
    until: "To",
    currency: "Currency",
    opening: "Opening balance",
    closing: "Closing balance",
    balance: "Balance",
    due: "Due {day}",
    columns: {
      date: "Date",
      transaction: "Transaction",
      invoiced: "Invoiced",
      received: "Received",
      balance: "Balance",
    },
    /** What a movement is called where the customer owes more by it, and where it owes less. */
    moves: {
      invoice: { more: "Invoice", less: "Invoice" },
      credit_note: { more: "Credit note", less: "Credit note" },
      // What took off is void itself: the customer owes that again.
      void: { more: "Void credit note", less: "Void invoice" },
      write_off: { more: "Write-off cancelled", less: "Write-off" },
      payment: { more: "Payment taken back", less: "Payment" },
      refund: { more: "Refund", less: "Refund taken back" },
    },
  },
  publicPage: {
    heading: "{document} from {company}",
    download: "Download PDF",
    isVoid: "This document is void: it holds no longer.",
    accepted: "You accepted this estimate. {company} knows of it.",
    declined: "This estimate was declined.",
    answer: "Your answer",
    name: "Your name",
    nameKept: "Kept with your answer.",
    enterName: "Enter your name",
    accept: "Accept",
    decline: "Decline",
  },
};

/** All that is said in a language. A text may hold placeholders such as `{page}`, in whatever order. */
export type Words = typeof english;
