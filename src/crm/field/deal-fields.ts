import type { Field } from "./field.ts";
import { leadSources, standardFields } from "./standard-fields.ts";

/** How a deal stands in a stage. */
export type StageKind = "open" | "closed_won" | "closed_lost";

/** The stages of a deal, in their order, with what each means and its usual probability in percent. */
export const stages: readonly { name: string; kind: StageKind; probability: number }[] = [
  { name: "Qualification", kind: "open", probability: 10 },
  { name: "Needs Analysis", kind: "open", probability: 20 },
  { name: "Value Proposition", kind: "open", probability: 40 },
  { name: "Identify Decision Makers", kind: "open", probability: 60 },
  { name: "Proposal/Price Quote", kind: "open", probability: 75 },
  { name: "Negotiation/Review", kind: "open", probability: 90 },
  { name: "Closed Won", kind: "closed_won", probability: 100 },
  { name: "Closed Lost", kind: "closed_lost", probability: 0 },
  { name: "Closed Lost to Competition", kind: "closed_lost", probability: 0 },
];

/** The standard fields of Deals. */
export const dealFields: readonly Field[] = standardFields("5725767000000030000", [
  ["Deal_Name", "Deal Name", "text", { length: 120, mandatory: true }],
  ["Stage", "Stage", "picklist", { mandatory: true, options: stages.map((stage) => stage.name) }],
  ["Account_Name", "Account Name", "lookup", { lookup: { module: "Accounts", list: "Deals" } }],
  ["Contact_Name", "Contact Name", "lookup", { lookup: { module: "Contacts", list: "Deals" } }],
  ["Amount", "Amount", "currency"],
  ["Closing_Date", "Closing Date", "date"],
  ["Probability", "Probability (%)", "percent", { decimals: 0 }],
  ["Type", "Type", "picklist", { options: ["Existing Business", "New Business"] }],
  ["Next_Step", "Next Step", "text", { length: 100 }],
  ["Lead_Source", "Lead Source", "picklist", { options: leadSources }],
  ["Campaign_Source", "Campaign Source", "text", { length: 120 }],
  ["Expected_Revenue", "Expected Revenue", "currency"],
  ["Description", "Description", "textarea"],
  ["Plans", "Plans", "textarea"],
]);
