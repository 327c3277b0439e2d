import { afterAll, beforeAll, expect, test } from "vitest";
import { createCustomer } from "#billing/customer/customer.api.ts";
import { creditInvoice, openCreditNote } from "#billing/credit-note/credit-note.api.ts";
import { createInvoice, editInvoice } from "#billing/invoice/invoice.api.ts";
import { getReport } from "#billing/report/report.api.ts";
import { createTax, deleteTax, inactivateTax } from "#billing/tax/tax.api.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

let world: World;
let shop: Organization;
let customer_id: string;
let vat: string;

beforeAll(async () => {
  world = await startWorld({ roles: "web", clock: { now: () => "2026-03-10T12:00:00.000Z" } });
  shop = await world.organization("Parcels", { currency: "EUR", timeZone: "UTC" });
  customer_id = (await shop.send(createCustomer, { body: { display_name: "Buyer" } })).id;
  vat = await taxOf("VAT", "19");
});
afterAll(() => world?.stop());

const taxOf = async (name: string, percentage: string): Promise<string> =>
  (await shop.send(createTax, { body: { name, percentage } })).id;

const write = (more: object) =>
  shop.send(createInvoice, {
    body: { customer_id, line_items: [{ name: "Book", price: "100", tax_id: vat }], ...more },
  });

const reportOf = async (report: "tax-summary" | "sales-by-customer") =>
  (await shop.send(getReport, { params: { report }, query: { from: "2026-03-01", to: "2026-03-31" } }))
    .totals;

test.each([
  {
    case: "one rate for all",
    more: {},
    sums: { tax_total: "19.95", total: "124.95" },
    taxes: [{ taxable: "105.00", amount: "19.95" }],
    tax: "0.95",
  },
  {
    case: "prices that hold the tax",
    more: { is_tax_inclusive: true },
    sums: { tax_total: "16.77", total: "105.00" },
    taxes: [{ taxable: "88.23", amount: "16.77" }],
    tax: "0.80",
  },
  {
    case: "a discount of the whole, which takes nothing off shipping",
    more: { discount: { by: "percentage", value: "50" } },
    sums: { tax_total: "10.45", total: "65.45" },
    taxes: [{ taxable: "55.00", amount: "10.45" }],
    tax: "0.95",
  },
])(
  "F101: given shipping that bears a tax and $case, then its tax is a part of that rate's",
  async ({ more, sums, taxes, tax }) => {
    const invoice = await write({ shipping_charge: "5", shipping_charge_tax_id: vat, ...more });
    expect(invoice).toMatchObject({
      ...sums,
      shipping_charge: "5.00",
      shipping_charge_tax: { id: vat, name: "VAT", percentage: "19", amount: tax },
      taxes,
    });
  },
);

test("given an invoice with taxed shipping, when it is sent and credited as a whole, then the books end where they began", async () => {
  const invoice = await write({
    ...{ shipping_charge: "11.90", shipping_charge_tax_id: vat },
    ...{ is_tax_inclusive: true, send: true },
  });
  expect(await reportOf("tax-summary")).toMatchObject({ taxable: "94.03", tax: "17.87" });
  expect(await reportOf("sales-by-customer")).toMatchObject({ amount: "94.03" });
  const note = await shop.send(creditInvoice, { params: { invoice: invoice.id }, body: {} });
  expect(note).toMatchObject({ total: "111.90", shipping_charge_tax: { id: vat, amount: "1.90" } });
  await shop.send(openCreditNote, { params: { credit_note: note.id } });
  expect(await reportOf("tax-summary")).toMatchObject({ taxable: "0.00", tax: "0.00" });
  expect(await reportOf("sales-by-customer")).toMatchObject({ amount: "0.00" });
});

test("given some lines of an invoice that are credited, then its shipping and the tax of it stay", async () => {
  const { id } = await write({ shipping_charge: "5", shipping_charge_tax_id: vat, send: true });
  const body = { line_items: [{ line: 0 }] };
  expect(await shop.send(creditInvoice, { params: { invoice: id }, body })).toMatchObject({
    total: "119.00",
    shipping_charge_tax: null,
  });
});

test("given a customer who bears no tax, then shipping bears none either", async () => {
  const exempt = { display_name: "Abroad", tax_exemption_reason: "Reverse charge" };
  const { id } = await shop.send(createCustomer, { body: exempt });
  const more = { customer_id: id, shipping_charge: "5", shipping_charge_tax_id: vat };
  expect(await write(more)).toMatchObject({ total: "105.00", taxes: [], shipping_charge_tax: null });
});

test("given a tax that only shipping bears, then it cannot be deleted, and out of use not be chosen, while a draft is read as it was", async () => {
  const tax = await taxOf("Parcel tax", "7");
  const draft = await write({ shipping_charge: "100", shipping_charge_tax_id: tax });
  expect(draft.taxes).toMatchObject([
    { name: "VAT" },
    { name: "Parcel tax", taxable: "100.00", amount: "7.00" },
  ]);
  expect(await shop.refusal(deleteTax, { params: { tax } })).toMatchObject({ code: "tax.in_use" });
  await shop.send(inactivateTax, { params: { tax } });
  const again = { customer_id, line_items: [{ name: "Book", price: "1" }], shipping_charge_tax_id: tax };
  expect(await shop.refusal(createInvoice, { body: again })).toMatchObject({
    code: "request.invalid",
    details: { fields: [{ path: "shipping_charge_tax_id" }] },
  });
  const edited = await shop.send(editInvoice, {
    params: { invoice: draft.id },
    body: {
      ...{ version: draft.version, line_items: [{ name: "Book", price: "100", tax_id: vat }] },
      ...{ shipping_charge: "0", shipping_charge_tax_id: null },
    },
  });
  expect(edited).toMatchObject({ total: "119.00", shipping_charge_tax: null });
});
