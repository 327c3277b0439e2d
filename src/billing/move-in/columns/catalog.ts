import type { Column, KindColumns } from "#billing/move-in/column.ts";
import { day, number, ofLine, text, whole } from "./make.ts";

const status = text("status", "Status", "Plan Status", "Addon Status", "Product Status", "Item Status");
const currency = text("currency_code", "Currency Code", "Currency");

/** A price by quantities has a row for each of its brackets, and in several currencies one for each of them. */
const bracketColumns: readonly Column[] = [
  ofLine(whole("bracket_from", "Start Quantity", "Starting Quantity", "From Quantity", "From")),
  ofLine(whole("bracket_to", "End Quantity", "Ending Quantity", "To Quantity", "To")),
  ofLine(number("price", "Price", "Plan Price", "Addon Price", "Recurring Price", "Rate", "Unit Price")),
];

export const productColumns: KindColumns = {
  columns: [
    text("zoho_id", "Product ID"),
    text("name", "Product Name", "Name", "Product"),
    text("description", "Description", "Product Description"),
    status,
  ],
  needs: [["name"]],
  keys: ["zoho_id", "name"],
  hasLines: false,
};

export const planColumns: KindColumns = {
  columns: [
    text("zoho_id", "Plan ID"),
    text("plan_code", "Plan Code", "Code"),
    text("name", "Plan Name", "Name"),
    text("product_zoho_id", "Product ID"),
    text("product_name", "Product Name", "Product"),
    text("description", "Plan Description", "Description"),
    text("interval", "Interval", "Bill Every", "Billing Frequency", "Billing Interval"),
    text(
      "interval_unit",
      "Interval Unit",
      "Billing Frequency Unit",
      "Frequency",
      "Billing Unit",
      "Unit of Time",
    ),
    text("billing_cycles", "Billing Cycles", "No. of Billing Cycles", "Number of Billing Cycles"),
    whole("trial_period", "Trial Days", "Trial Period", "Free Trial", "Trial Period Days"),
    ofLine(number("setup_fee", "Setup Fee", "Set up Fee", "One Time Fee")),
    text("pricing_scheme", "Pricing Scheme", "Pricing Model", "Pricing Type"),
    text("unit_name", "Unit Name", "Unit", "Usage Unit"),
    text("tax_name", "Tax Name", "Item Tax"),
    number("tax_percentage", "Tax Percentage", "Item Tax %", "Tax Rate"),
    ofLine(currency),
    ...bracketColumns,
    status,
  ],
  needs: [
    ["plan_code"],
    ["name"],
    ["product_name", "product_zoho_id"],
    ["interval", "interval_unit"],
    ["price"],
  ],
  keys: ["plan_code"],
  hasLines: true,
};

export const addonColumns: KindColumns = {
  columns: [
    text("zoho_id", "Addon ID", "Add-on ID"),
    text("addon_code", "Addon Code", "Add-on Code", "Code"),
    text("name", "Addon Name", "Add-on Name", "Name"),
    text("description", "Addon Description", "Add-on Description", "Description"),
    text("type", "Addon Type", "Add-on Type", "Type", "Charge Type"),
    text("pricing_scheme", "Pricing Scheme", "Pricing Model", "Pricing Type"),
    text("unit_name", "Unit Name", "Unit", "Usage Unit"),
    ofLine(text("plans", "Plan Codes", "Associated Plans", "Applicable Plans", "Plan Code", "Plans")),
    text("tax_name", "Tax Name", "Item Tax"),
    number("tax_percentage", "Tax Percentage", "Item Tax %", "Tax Rate"),
    ofLine(currency),
    ...bracketColumns,
    status,
  ],
  needs: [["addon_code"], ["name"], ["price"]],
  keys: ["addon_code"],
  hasLines: true,
};

export const couponColumns: KindColumns = {
  columns: [
    text("zoho_id", "Coupon ID"),
    text("coupon_code", "Coupon Code", "Code"),
    text("name", "Coupon Name", "Name"),
    text("description", "Description", "Coupon Description"),
    text("discount_by", "Discount By", "Discount Type"),
    number("discount_value", "Discount Value", "Discount", "Value", "Discount Amount"),
    text("type", "Redemption Type", "Type", "Coupon Type", "Duration Type"),
    whole("duration", "Duration", "Number of Cycles", "Limited Cycles", "Redemption Cycles"),
    whole("max_redemption", "Maximum Redemption", "Max Redemption", "Maximum Redemptions", "Max Redemptions"),
    whole("redemption_count", "Redemption Count", "Redemptions", "Times Redeemed"),
    day("expiry_at", "Expiry Date", "Expiry At", "Valid Till", "Expires On"),
    text("plans", "Plan Codes", "Associated Plans", "Apply to Plans", "Plans"),
    currency,
    { ...status, headings: ["Coupon Status"] },
  ],
  needs: [["coupon_code"], ["name"], ["discount_by"], ["discount_value"], ["type", "duration"]],
  keys: ["coupon_code"],
  hasLines: false,
};
