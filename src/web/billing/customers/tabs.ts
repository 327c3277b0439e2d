/** The parts of a customer's page beside its overview, as addresses name them, by the tab that each is in. */
export const customerTabs = {
  subscriptions: { subscriptions: "Subscriptions" },
  documents: {
    invoices: "Invoices",
    estimates: "Estimates",
    orders: "Orders",
    "credit-notes": "Credit notes",
    files: "Files",
  },
  payments: { payments: "Payments", methods: "Payment methods", statement: "Statement" },
  persons: { persons: "Contact persons" },
  activity: { timeline: "Timeline", merges: "Merges" },
} as const;

type Groups = typeof customerTabs;
export type CustomerTab = keyof Groups;
/** What an address names: a part of a tab. */
export type CustomerPart = { [Tab in CustomerTab]: keyof Groups[Tab] & string }[CustomerTab];

/** The parts of a tab, the one that it opens with first. */
export function partsOf(tab: CustomerTab): CustomerPart[] {
  return Object.keys(customerTabs[tab]) as CustomerPart[];
}

const tabs = Object.keys(customerTabs) as CustomerTab[];
export const customerParts = tabs.flatMap(partsOf);

/** The tab that a part is in. */
export function tabOf(part: CustomerPart): CustomerTab {
  return tabs.find((tab) => partsOf(tab).includes(part)) ?? "activity";
}
