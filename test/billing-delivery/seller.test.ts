import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { publicLinkEndpoints } from "#billing/delivery/public-link.api.ts";
import { createCreditNote } from "#billing/credit-note/credit-note.api.ts";
import { createEstimate } from "#billing/estimate/estimate.api.ts";
import * as invoices from "#billing/invoice/invoice.api.ts";
import { editOrganization, getOrganization } from "#billing/organization/organization.api.ts";
import { recordPayment } from "#billing/payment/payment.api.ts";
import { listAuditLog } from "#platform/audit/audit.api.ts";
import { rightmost } from "../support/pdf-text.ts";
import { startWorld, type World } from "../support/world.ts";
import { get, type Shop, shopIn, textAt } from "./shop.ts";

let world: World;

beforeAll(async () => {
  world = await startWorld({ roles: "web", clock: { now: () => "2026-03-10T12:00:00.000Z" } });
});

afterAll(() => world?.stop());

const seller = {
  tax_label: "USt-IdNr.",
  tax_number: "DE123456789",
  bank_account: {
    holder: "Nordwind GmbH",
    iban: "de89 3704 0044 0532 0130 00",
    account_number: "",
    bic: "cobadeffxxx",
    bank_name: "Commerzbank",
  },
  payment_instructions: "Quote the number of the invoice.\r\nThank you!",
};

const howToPay =
  "Payment Account holder: Nordwind GmbH IBAN: DE89 3704 0044 0532 0130 00 BIC: COBADEFFXXX Bank: Commerzbank Quote the number of the invoice. Thank you!";

async function invoiceOf(shop: Shop, send = true): Promise<string> {
  const body = { customer_id: shop.customer_id, line_items: [{ name: "Seat", price: "10" }], send };
  return (await shop.send(invoices.createInvoice, { body })).id;
}

describe("the seller's details (F74)", () => {
  test("given a number for tax and a bank account, then papers have the one, and invoices that are not paid the other", async () => {
    const shop = await shopIn(world, "Acme");
    const saved = await shop.send(editOrganization, { body: seller });
    expect(saved).toMatchObject({
      tax_number: "DE123456789",
      bank_account: { iban: "DE89370400440532013000", bic: "COBADEFFXXX" },
      payment_instructions: "Quote the number of the invoice.\nThank you!",
    });
    const { items } = await shop.send(listAuditLog, { query: {} });
    expect(JSON.stringify(items[0])).toContain("DE89370400440532013000");

    const id = await invoiceOf(shop);
    const open = await textAt(shop, `/invoices/${id}/pdf`);
    expect(open).toContain("10115 Berlin USt-IdNr. DE123456789 ");
    expect(open).toContain(howToPay);
    const { link } = await shop.send(publicLinkEndpoints("invoice").open, {
      params: { invoice: id },
      body: {},
    });
    const shown = await fetch(`${world.url}/api/v1/public/documents/${link.url.split("/p/")[1]}`);
    const { paper } = (await shown.json()) as { paper: { from: string[]; words: { text: string }[] } };
    expect(paper.from.at(-1)).toBe("USt-IdNr. DE123456789");
    expect(paper.words[0]?.text.replaceAll("\n", " ")).toBe(howToPay.replace("Payment ", ""));

    const paid = { customer_id: shop.customer_id, amount: "10", mode: "cash" as const };
    await shop.send(recordPayment, { body: { ...paid, invoices: [{ invoice_id: id, amount: "10" }] } });
    const settled = await textAt(shop, `/invoices/${id}/pdf`);
    expect(settled).toContain("USt-IdNr. DE123456789");
    expect(settled).not.toContain("IBAN");

    const gone = await invoiceOf(shop);
    await shop.send(invoices.voidInvoice, { params: { invoice: gone }, body: {} });
    expect(await textAt(shop, `/invoices/${gone}/pdf`)).not.toContain("IBAN");
    expect(await textAt(shop, `/invoices/${await invoiceOf(shop, false)}/pdf`)).toContain(howToPay);

    const body = { customer_id: shop.customer_id, line_items: [{ name: "Seat", price: "10" }] };
    const estimate = await shop.send(createEstimate, { body });
    const note = await shop.send(createCreditNote, { body });
    for (const path of [`/estimates/${estimate.id}/pdf`, `/credit-notes/${note.id}/pdf`]) {
      const text = await textAt(shop, path);
      expect(text).toContain("USt-IdNr. DE123456789");
      expect(text).not.toContain("IBAN");
    }
    expect(await textAt(shop, `/customers/${shop.customer_id}/statement/pdf`)).toContain(
      "USt-IdNr. DE123456789",
    );
  });

  test("given nothing is said, or it is taken away again, then nothing of it is printed", async () => {
    const shop = await shopIn(world, "Plain");
    const id = await invoiceOf(shop);
    const before = await textAt(shop, `/invoices/${id}/pdf`);
    expect(before).not.toContain("Payment");
    await shop.send(editOrganization, { body: seller });
    const none = { tax_label: "", tax_number: "", bank_account: {}, payment_instructions: null };
    expect(await shop.send(editOrganization, { body: none })).toMatchObject({
      ...{ tax_label: null, tax_number: null, bank_account: {}, payment_instructions: null },
    });
    expect(await textAt(shop, `/invoices/${id}/pdf`)).toBe(before);
  });

  test.each([
    ["bank_account.iban", { bank_account: { iban: "DE88 3704 0044 0532 0130 00" } }, /check digits/],
    ["bank_account.bic", { bank_account: { bic: "COBA" } }, /8 or 11/],
    ["bank_account.holder", { bank_account: { holder: "Nordwind\nGmbH" } }, /one line/],
    ["tax_number", { tax_number: "DE\t1" }, /one line/],
    ["tax_number", { tax_number: "1".repeat(10_000) }, /at most 60/],
    ["tax_label", { tax_label: "V".repeat(41) }, /at most 40/],
    ["payment_instructions", { payment_instructions: "x".repeat(10_000) }, /at most 1000/],
    ["payment_instructions", { payment_instructions: "x\n".repeat(15) + "x" }, /at most 15 lines/],
    ["payment_instructions", { payment_instructions: "a\tb" }, /without tabs/],
  ])("given %s as in %j, then it is refused there, and nothing changes", async (path, body, problem) => {
    const shop = await shopIn(world, "Refused");
    const refused = await shop.refusal(editOrganization, { body: { name: "Other", ...body } });
    expect(refused).toMatchObject({
      status: 400,
      details: { fields: [{ path, problem: expect.stringMatching(problem) }] },
    });
    expect(await shop.send(getOrganization, {})).toMatchObject({ name: "Nordwind GmbH", tax_number: null });
  });

  test("given words as long as may be, then nothing runs off the page", async () => {
    const shop = await shopIn(world, "Long");
    const account = { holder: "W".repeat(140), bank_name: "M".repeat(140) };
    await shop.send(editOrganization, {
      body: {
        ...{ tax_label: "W".repeat(40), tax_number: "W".repeat(60), payment_instructions: "W".repeat(1000) },
        bank_account: account,
      },
    });
    const answer = await get(shop, `/invoices/${await invoiceOf(shop)}/pdf`);
    const { right, width } = await rightmost(await answer.arrayBuffer());
    // 20 mm of margin are 56.7 points.
    expect(right).toBeLessThanOrEqual(width - 56);
  });
});
