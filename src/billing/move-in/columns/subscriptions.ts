import type { BillingField } from "#billing/customer/customer-fields.ts";
import type { KindColumns } from "#billing/move-in/column.ts";
import { day, flag, number, ofLine, text, whole } from "./make.ts";
import { customColumns, namesCustomer, ofCustomer } from "./people.ts";

/** A subscription has a row, and one more for each further addon; it has the fields that the organization added. */
export function subscriptionColumns(ownFields: readonly BillingField[]): KindColumns {
  return { ...base, columns: [...base.columns, ...customColumns(ownFields)] };
}

const base: KindColumns = {
  columns: [
    text("zoho_id", "Subscription ID", "SubscriptionID"),
    text("number", "Subscription Number", "Subscription#", "Subscription No", "Subscription"),
    ...ofCustomer,
    text("currency_code", "Currency Code", "Currency"),
    text("plan_code", "Plan Code", "Plan"),
    number("plan_quantity", "Plan Quantity", "Quantity", "Plan Qty"),
    number("plan_price", "Plan Price", "Price", "Rate", "Plan Rate", "Recurring Price"),
    text("status", "Status", "Subscription Status"),
    day(
      "starts_at",
      "Start Date",
      "Activated Date",
      "Activated On",
      "Activated At",
      "Starts On",
      "Started On",
    ),
    day("trial_ends_at", "Trial End Date", "Trial Ends At", "Trial Ends On", "Trial Ends"),
    day(
      "term_start",
      "Current Term Start Date",
      "Current Term Starts At",
      "Current Term Starts On",
      "Current Term Starts",
    ),
    day(
      "next_billing_on",
      "Next Billing Date",
      "Next Billing At",
      "Next Billing On",
      "Next Billing",
      "Next Renewal Date",
    ),
    day(
      "term_end",
      "Current Term End Date",
      "Current Term Ends At",
      "Current Term Ends On",
      "Current Term Ends",
    ),
    day("cancelled_on", "Cancelled Date", "Cancelled At", "Cancelled On", "Canceled Date"),
    day("expired_on", "Expired Date", "Expired On", "Expires At", "Expiry Date"),
    day("resumes_on", "Resume Date", "Resumes On", "Resumes At"),
    text("interval", "Interval", "Bill Every", "Billing Frequency"),
    text("interval_unit", "Interval Unit", "Billing Frequency Unit", "Frequency"),
    text("billing_cycles", "Billing Cycles", "Total Billing Cycles", "No. of Billing Cycles"),
    text("remaining_cycles", "Remaining Billing Cycles", "Remaining Cycles"),
    text("coupon_code", "Coupon Code", "Coupon"),
    whole("coupon_invoices_left", "Coupon Remaining Cycles", "Remaining Coupon Cycles", "Coupon Cycles Left"),
    text("reference", "Reference ID", "Reference#", "Reference Number", "Reference"),
    text("salesperson", "Salesperson Name", "Salesperson", "Sales Person"),
    flag("auto_collect", "Auto Collect", "Is Auto Collect", "Collect Payment Automatically"),
    whole("payment_terms", "Payment Terms", "Payment Terms Days"),
    text("notes", "Notes", "Customer Notes"),
    ofLine(text("addon_code", "Addon Code", "Add-on Code")),
    ofLine(number("addon_quantity", "Addon Quantity", "Add-on Quantity", "Addon Qty")),
    ofLine(number("addon_price", "Addon Price", "Add-on Price", "Addon Rate")),
  ],
  needs: [["number"], ["plan_code"], namesCustomer, ["status"], ["starts_at", "term_start"]],
  keys: ["zoho_id", "number"],
  hasLines: true,
};
