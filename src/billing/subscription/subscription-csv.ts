import { amountText } from "#kernel/money.ts";
import type { Cell } from "#platform/csv/csv-text.ts";
import type { Item } from "#billing/catalog/item.ts";
import { customField } from "#billing/customer/customer-fields.ts";
import { fieldCell } from "#billing/customer/customer-csv.ts";
import type { CustomFieldRow } from "#billing/custom-field/custom-field.table.ts";
import type { ExportColumn } from "#billing/listing/export-column.ts";
import type { NamedSubscription } from "./subscription.ts";

/** A subscription with what it sells, and what it brings in a month in minor units, where it ever brought something. */
export type SoldSubscription = {
  subscription: NamedSubscription;
  items: readonly Item[];
  mrr: bigint | undefined;
};

type Column = ExportColumn<SoldSubscription>;

/** The columns in which subscriptions are exported; headings are those of Zoho Billing's exports, where these have the column. */
export function subscriptionColumns(fields: readonly CustomFieldRow[]): Column[] {
  return [
    ["Subscription ID", ({ subscription }) => subscription.id],
    ["Subscription Number", ({ subscription }) => subscription.number],
    ["Status", ({ subscription }) => subscription.status],
    ["Customer ID", ({ subscription }) => subscription.customer_id],
    ["Customer Name", ({ subscription }) => subscription.customer_name],
    ["Plan Name", ({ subscription }) => subscription.plan_name],
    ["Plan Quantity", ({ items }) => planCell(items, ({ quantity }) => quantity)],
    [
      "Plan Price",
      ({ items }) => planCell(items, ({ pricing }) => ("price" in pricing ? pricing.price : null)),
    ],
    ["Addons", ({ items }) => addonWords(items)],
    ["Currency Code", ({ subscription }) => subscription.currency_code],
    [
      "MRR",
      ({ subscription, mrr }) =>
        mrr === undefined ? null : { decimal: amountText(mrr, subscription.currency_code) },
    ],
    ["Start Date", ({ subscription }) => subscription.starts_at],
    ["Trial End Date", ({ subscription }) => subscription.trial_ends_at],
    ["Current Term Start Date", ({ subscription }) => subscription.term_start],
    ["Current Term End Date", ({ subscription }) => subscription.term_end],
    ["Next Billing Date", ({ subscription }) => subscription.due_on],
    ["Cancelled Date", ({ subscription }) => subscription.cancelled_at],
    ["Interval", ({ subscription }) => subscription.interval],
    ["Interval Unit", ({ subscription }) => subscription.interval_unit],
    ["Billing Cycles", ({ subscription }) => subscription.billing_cycles],
    ["Auto Collect", ({ subscription }) => subscription.auto_collect],
    ["Payment Terms", ({ subscription }) => subscription.payment_terms],
    ["Reference ID", ({ subscription }) => subscription.reference],
    ["Salesperson", ({ subscription }) => subscription.salesperson],
    ...fields.map((field): Column => [
      field.label,
      ({ subscription }) => fieldCell(customField(field), subscription.custom_fields[field.api_name] ?? null),
    ]),
    ["Created Time", ({ subscription }) => subscription.created_at],
  ];
}

function planCell(items: readonly Item[], of: (plan: Item) => string | null): Cell {
  const plan = items.find(({ kind }) => kind === "plan");
  const text = plan === undefined ? null : of(plan);
  return text === null ? null : { decimal: text };
}

/** `2 x Seat; 1 x Support`. */
function addonWords(items: readonly Item[]): string {
  const addons = items.filter(({ kind }) => kind === "addon");
  return addons.map(({ name, quantity }) => `${quantity} x ${name}`).join("; ");
}
