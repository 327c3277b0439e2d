import type { Column, KindColumns } from "#billing/move-in/column.ts";
import { day, flag, number, ofLine, text, whole } from "./make.ts";
import { namesCustomer, ofCustomer } from "./people.ts";

/** What invoices and credit notes have alike. */
const documentColumns: readonly Column[] = [
  ...ofCustomer,
  text("currency_code", "Currency Code", "Currency"),
  number("exchange_rate", "Exchange Rate"),
  text(
    "reference_number",
    "Reference",
    "PurchaseOrder",
    "Purchase Order",
    "Reference#",
    "Reference Number",
    "P.O. Number",
  ),
  text("salesperson", "Sales Person", "Salesperson", "Salesperson Name"),
  text("notes", "Notes", "Customer Notes"),
  text("terms", "Terms & Conditions", "Terms and Conditions"),
  flag("is_tax_inclusive", "Is Inclusive Tax", "Inclusive Tax", "Is Tax Inclusive"),
  flag("is_discount_before_tax", "Is Discount Before Tax", "Discount Before Tax"),
  text("entity_discount_percent", "Entity Discount Percent"),
  number("entity_discount_amount", "Entity Discount Amount"),
  number("shipping", "Shipping Charge", "Shipping Charges"),
  text("shipping_tax", "Shipping Charge Tax Name", "Shipping Charge Tax"),
  number("shipping_tax_percent", "Shipping Charge Tax %", "Shipping Charge Tax Percentage"),
  number("adjustment", "Adjustment"),
  text("adjustment_label", "Adjustment Description"),
  number("round_off", "Round Off", "Roundoff"),
  number("sub_total", "SubTotal", "Sub Total"),
  number("tax_total", "Tax Total", "Total Tax", "Tax Amount"),
  number("total", "Total", "Invoice Total", "Invoice Amount", "Credit Note Total"),
  number("balance", "Balance", "Balance Due", "Credits Remaining"),
  ofLine(text("item_name", "Item Name", "Plan Name", "Name")),
  ofLine(text("item_description", "Item Desc", "Item Description", "Description")),
  ofLine(number("item_quantity", "Quantity", "Item Quantity")),
  ofLine(number("item_price", "Item Price", "Rate", "Price", "Unit Price")),
  ofLine(text("item_discount", "Discount", "Item Discount", "Discount %")),
  ofLine(number("item_discount_amount", "Discount Amount", "Item Discount Amount")),
  ofLine(text("item_tax", "Item Tax", "Item Tax Name", "Tax Name", "Tax")),
  ofLine(number("item_tax_percent", "Item Tax %", "Tax Percentage", "Item Tax Percentage")),
  ofLine(number("item_tax_amount", "Item Tax Amount")),
  ofLine(number("item_total", "Item Total", "Line Total")),
];

export const invoiceColumns: KindColumns = {
  columns: [
    text("zoho_id", "Invoice ID", "InvoiceID"),
    text("number", "Invoice Number", "Invoice#", "Invoice No"),
    text("status", "Invoice Status", "Status"),
    day("date", "Invoice Date", "Date"),
    day("due_date", "Due Date"),
    whole("payment_terms", "Payment Terms"),
    text("payment_terms_label", "Payment Terms Label"),
    ...documentColumns,
  ],
  needs: [["number"], ["status"], ["date"], namesCustomer, ["item_price", "item_total"], ["total"]],
  keys: ["zoho_id", "number"],
  hasLines: true,
};

export const creditNoteColumns: KindColumns = {
  columns: [
    text("zoho_id", "CreditNotes ID", "Credit Note ID", "CreditNote ID", "Creditnotes ID"),
    text("number", "Credit Note Number", "CreditNote Number", "Credit Note#"),
    text("status", "Credit Note Status", "Status"),
    day("date", "Credit Note Date", "Date"),
    text("invoice_number", "Applied Invoice Number", "Associated Invoice Number", "Invoice Number"),
    number("refunded", "Refunded Amount", "Refund Amount", "Amount Refunded"),
    ...documentColumns,
  ],
  needs: [["number"], ["status"], ["date"], namesCustomer, ["item_price", "item_total"], ["total"]],
  keys: ["zoho_id", "number"],
  hasLines: true,
};

/** A payment has a row for each invoice that it settles. */
export const paymentColumns: KindColumns = {
  columns: [
    text("zoho_id", "CustomerPayment ID", "Payment ID", "Customer Payment ID"),
    text("number", "Payment Number", "Payment#", "Payment No"),
    day("date", "Date", "Payment Date"),
    ...ofCustomer,
    text("mode", "Mode", "Payment Mode", "Payment Method"),
    text("reference_number", "Reference Number", "Reference#", "Transaction ID", "Reference"),
    text("description", "Description", "Notes"),
    text("currency_code", "Currency Code", "Currency"),
    number("exchange_rate", "Exchange Rate"),
    number("amount", "Amount", "Payment Amount", "Amount Received"),
    number("unused", "Unused Amount", "Unused Credits", "Excess Amount"),
    number("refunded", "Refunded Amount", "Refund Amount", "Amount Refunded"),
    ofLine(text("invoice_number", "Invoice Number", "Invoice#")),
    ofLine(
      number(
        "applied",
        "Amount Applied to Invoice",
        "Invoice Payment Applied Amount",
        "Applied Amount",
        "Amount Applied",
      ),
    ),
  ],
  needs: [["number"], ["date"], namesCustomer, ["amount"]],
  keys: ["zoho_id", "number"],
  hasLines: true,
};
