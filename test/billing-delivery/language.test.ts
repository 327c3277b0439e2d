import { afterAll, beforeAll, describe, expect, test } from "vitest";
import pg from "pg";
import { createCustomer, editCustomer, getCustomer } from "#billing/customer/customer.api.ts";
import { publicLinkEndpoints } from "#billing/delivery/public-link.api.ts";
import * as invoices from "#billing/invoice/invoice.api.ts";
import { editOrganization } from "#billing/organization/organization.api.ts";
import { createPurchaseOrder } from "#billing/order/purchase-order.api.ts";
import { recordPayment } from "#billing/payment/payment.api.ts";
import { createVendor } from "#billing/vendor/vendor.api.ts";
import { startWorld, type World } from "../support/world.ts";
import { type Shop, shopIn, textAt } from "./shop.ts";

let world: World;

beforeAll(async () => {
  world = await startWorld({ roles: "web", clock: { now: () => "2026-03-10T12:00:00.000Z" } });
});

afterAll(() => world?.stop());

/** A shop whose customer is written to in a language, with an invoice of 1,234.50 that was sent. */
async function invoiceIn(language: string | null): Promise<{ shop: Shop; id: string }> {
  const shop = await shopIn(world, "Kundin");
  await shop.send(editCustomer, { params: { customer: shop.customer_id }, body: { language } });
  const { id } = await shop.send(invoices.createInvoice, {
    body: {
      customer_id: shop.customer_id,
      line_items: [{ name: "Seat", price: "1300", discount: { by: "amount", value: "65.50" } }],
      send: true,
    },
  });
  return { shop, id };
}

describe("F74 the language of a customer", () => {
  test("given it is German, then the PDF of an invoice is German, with its days and amounts", async () => {
    const { shop, id } = await invoiceIn("de");
    await shop.send(editOrganization, {
      body: { tax_number: "DE123456788", bank_account: { holder: "Nordwind GmbH" } },
    });
    await shop.send(recordPayment, {
      body: {
        customer_id: shop.customer_id,
        amount: "34.50",
        mode: "cash",
        invoices: [{ invoice_id: id, amount: "34.50" }],
      },
    });
    const text = await textAt(shop, `/invoices/${id}/pdf`);
    expect(text).toMatch(/Rechnung INV-000001/);
    for (const words of [
      "USt-IdNr. DE123456788",
      "Rechnung an Kundin",
      "Datum 10.03.2026",
      "Fällig 25.03.2026",
      "Position Menge Preis Rabatt Betrag vor Rabatt",
      "Gesamtbetrag 1.234,50 €",
      "Bezahlt -34,50 €",
      "Offener Betrag 1.200,00 €",
      "Kontoinhaber: Nordwind GmbH",
      "Seite 1 von 1",
    ])
      expect(text).toContain(words);
    expect(text).not.toMatch(/Invoice|Subtotal|Quantity|Balance due/);
  });

  test.each([
    [null, "Invoice INV-000001", "Total €1,234.50", "25 Mar 2026"],
    ["en-US", "Invoice INV-000001", "Total €1,234.50", "Mar 25, 2026"],
    ["de-AT", "Rechnung INV-000001", "Gesamtbetrag € 1.234,50", "25.03.2026"],
    ["fr", "Facture INV-000001", "Total 1 234,50 €", "25 mars 2026"],
    ["es", "Factura INV-000001", "Total 1234,50 €", "25 mar 2026"],
    ["nl", "Factuur INV-000001", "Totaal € 1.234,50", "25 mrt 2026"],
    ["it", "Fattura INV-000001", "Totale 1234,50 €", "25 mar 2026"],
    ["pt_br", "Fatura INV-000001", "Total € 1.234,50", "25 de mar. de 2026"],
  ])("given %s, then a PDF says %s, %s and %s", async (language, title, total, day) => {
    const { shop, id } = await invoiceIn(language);
    const text = await textAt(shop, `/invoices/${id}/pdf`);
    for (const words of [title, total, day]) expect(text).toContain(words);
  });

  test("given it is German, then the statement and what the public page shows are German", async () => {
    const { shop, id } = await invoiceIn("de");
    const statement = await textAt(shop, `/customers/${shop.customer_id}/statement/pdf`);
    expect(statement).toMatch(/Kontoauszug.*Von 01\.03\.2026.*Vorgang.*Anfangssaldo 0,00 €/);
    expect(statement).toMatch(/10\.03\.2026 Rechnung INV-000001 Fällig 25\.03\.2026 1\.234,50 €/);
    const { link } = await shop.send(publicLinkEndpoints("invoice").open, {
      params: { invoice: id },
      body: {},
    });
    const shown = await fetch(`${world.url}/api/v1/public/documents/${link.url.split("/p/")[1]}`);
    expect(await shown.json()).toMatchObject({
      paper: { language: "de", title: "Rechnung", columns: { item: "Position" } },
      is_void: false,
    });
  });

  test("given the organization's is Austrian, then a customer of its own language keeps that, and others and vendors are written to as the house writes", async () => {
    const { shop, id } = await invoiceIn(null);
    const { language } = await shop.send(editOrganization, { body: { language: "de_at" } });
    expect(language).toBe("de-AT");
    expect(await textAt(shop, `/invoices/${id}/pdf`)).toMatch(
      /Rechnung INV-000001.*Gesamtbetrag € 1\.234,50/,
    );
    expect(await textAt(shop, `/customers/${shop.customer_id}/statement/pdf`)).toContain("Kontoauszug");
    const vendor = await shop.send(createVendor, { body: { name: "Papier AG", currency_code: "EUR" } });
    const order = await shop.send(createPurchaseOrder, {
      body: { vendor_id: vendor.id, line_items: [{ name: "Papier", price: "2.50" }] },
    });
    expect(await textAt(shop, `/purchase-orders/${order.id}/pdf`)).toMatch(/Bestellung.*€ 2,50/);
    await shop.send(editCustomer, { params: { customer: shop.customer_id }, body: { language: "fr" } });
    expect(await textAt(shop, `/invoices/${id}/pdf`)).toContain("Facture INV-000001");
    const { details } = await shop.refusal(editOrganization, { body: { language: "Deutsch" } });
    expect(details["fields"]).toMatchObject([
      { path: "language", problem: expect.stringContaining("one of en, de,") as string },
    ]);
  });

  test.each(["klingon!!", "ja", "German", "de-", "-"])(
    "when %s is given, then it is refused by the field's name with the languages that there are",
    async (language) => {
      const shop = await shopIn(world, "Refused");
      const { status, details } = await shop.refusal(createCustomer, {
        body: { display_name: "New", language },
      });
      expect([status, details["fields"]]).toEqual([
        400,
        [
          {
            path: "language",
            problem:
              "Language must be one of en, de, fr, es, nl, it, pt, or one of these with a region, such as de-AT",
          },
        ],
      ]);
    },
  );

  test("given a text from before languages were checked, then papers are English and the rest of the customer can be changed", async () => {
    const { shop, id } = await invoiceIn("de");
    const database = new pg.Client({ connectionString: world.databaseUrl });
    await database.connect();
    await database.query("update customer set language = 'klingon!!' where id = $1", [shop.customer_id]);
    await database.end();
    expect(await textAt(shop, `/invoices/${id}/pdf`)).toContain("Invoice INV-000001");
    const params = { customer: shop.customer_id };
    await shop.send(editCustomer, { params, body: { phone: "+49 30 1234567" } });
    expect((await shop.send(getCustomer, { params })).language).toBe("klingon!!");
    await shop.send(editCustomer, { params, body: { language: "DE" } });
    expect((await shop.send(getCustomer, { params })).language).toBe("de");
  });
});
