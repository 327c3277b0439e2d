import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCustomer } from "#billing/customer/customer.api.ts";
import { documentEmailEndpoints } from "#billing/email/document-email.api.ts";
import { sendDueEmails } from "#billing/email/deliver.job.ts";
import { getEmail, listEmails } from "#billing/email/email.api.ts";
import { emailKinds } from "#billing/email/email-kind.ts";
import * as api from "#billing/email/template.api.ts";
import { unknownPlaceholders } from "#billing/email/template.ts";
import { templatesIn } from "#billing/email/templates.ts";
import { createInvoice } from "#billing/invoice/invoice.api.ts";
import { editOrganization } from "#billing/organization/organization.api.ts";
import { recordPayment } from "#billing/payment/payment.api.ts";
import { startWorld, type World } from "../support/world.ts";

let world: World;

beforeAll(async () => {
  world = await startWorld({ roles: "web" });
});
afterAll(() => world?.stop());

describe("F98 given the templates of e-mails", () => {
  test.each(emailKinds)(
    "then the words that come along for %s hold no placeholder that it does not know",
    (kind) => {
      const { subject, body } = templatesIn.en[kind];
      expect(unknownPlaceholders(`${subject} ${body}`, kind)).toEqual([]);
      expect(unknownPlaceholders("{nonsense} {number}", kind)).toEqual(["nonsense"]);
    },
  );

  test("F98 given a customer's language, then the words that come along are in it, and the organization's own stay as they are", async () => {
    const shop = await world.organization("Sprachen", { currency: "EUR", timeZone: "UTC" });
    const { id: customer_id } = await shop.send(createCustomer, {
      body: { display_name: "Acme", language: "de" },
    });
    const { id: invoice } = await shop.send(createInvoice, {
      body: {
        customer_id,
        date: "2026-03-10",
        line_items: [{ name: "Seat", price: "1234.5" }],
        send: true,
      },
    });
    const draft = () => shop.send(documentEmailEndpoints("invoice").draft, { params: { invoice } });
    const { subject, text } = await draft();
    expect(subject).toMatch(/^Rechnung INV-000001 /);
    expect(text).toMatch(/^Guten Tag Acme,/);
    expect(text).toContain("INV-000001");
    expect(text).toContain("1.234,50\u00a0€");
    const words = { kind: "invoice", subject: "Invoice {number}", text: "Hello {customer}" } as const;
    for (const kind of ["invoice", "invoice_reminder"] as const)
      await shop.send(api.setTemplate, { body: { ...words, kind } });
    expect(await draft()).toMatchObject({ subject: "Invoice INV-000001", text: "Hello Acme" });
  });

  test("when other words are written, then e-mails are written by them, until the original ones are taken again", async () => {
    const shop = await world.organization("Words", { currency: "EUR", timeZone: "UTC" });
    const { id: customer_id } = await shop.send(createCustomer, { body: { display_name: "Acme" } });
    const { id: invoice } = await shop.send(createInvoice, {
      body: { customer_id, line_items: [{ name: "Seat", price: "9" }], send: true },
    });
    const draft = () => shop.send(documentEmailEndpoints("invoice").draft, { params: { invoice } });
    const words = {
      kind: "invoice",
      subject: "{company}: {number}",
      text: "{total} from {customer}\n{link}",
    } as const;
    expect(await shop.send(api.setTemplate, { body: words })).toMatchObject({
      is_own: true,
      subject: words.subject,
    });
    expect(await draft()).toMatchObject({ subject: "Words: INV-000001", text: "€9.00 from Acme\n{link}" });
    const { items } = await shop.send(api.listTemplates, {});
    expect(items.filter(({ is_own }) => is_own).map(({ kind }) => kind)).toEqual(["invoice"]);
    expect(items.find(({ kind }) => kind === "estimate")?.placeholders).toContainEqual({
      name: "expiry_date",
      meaning: "until when it can be accepted",
    });
    await shop.send(api.resetTemplate, { body: { kind: "invoice" } });
    expect(await draft()).toMatchObject({ subject: "Invoice INV-000001 from Words" });
  });

  test("when a name reads like placeholders, then e-mails by hand, by themselves and of payments have it as it is", async () => {
    const shop = await world.organization("Braces", { currency: "EUR", timeZone: "UTC" });
    const display_name = "{balance} {link} {number}";
    const { id: customer_id } = await shop.send(createCustomer, {
      body: { display_name, email: "pay@braces.example" },
    });
    const words = { subject: "{customer}: {number}", text: "Dear {customer}\n{link}" };
    await shop.send(api.setTemplate, { body: { kind: "invoice", ...words } });
    await shop.send(api.setTemplate, {
      body: { kind: "payment_receipt", ...words, text: "Dear {customer}" },
    });
    const { id: invoice } = await shop.send(createInvoice, {
      body: { customer_id, line_items: [{ name: "Seat", price: "9" }] },
    });
    const { draft, send } = documentEmailEndpoints("invoice");
    const { subject, text } = await shop.send(draft, { params: { invoice } });
    await shop.send(send, { params: { invoice }, body: { subject, text } });
    await shop.send(send, { params: { invoice }, body: {} });
    await shop.send(editOrganization, { body: { email_receipts: true } });
    const paid = { customer_id, amount: "9", mode: "cash" as const, invoices: [] };
    await shop.send(recordPayment, { body: paid });
    await sendDueEmails(world.system.deps, shop.id, new AbortController().signal);
    const { items } = await shop.send(listEmails, { query: {} });
    expect(items.map((item) => item.subject)).toEqual([
      `${display_name}: PAY-000001`,
      `${display_name}: INV-000001`,
      `${display_name}: INV-000001`,
    ]);
    for (const { id: email, kind } of items) {
      const { text: read } = await shop.send(getEmail, { params: { email } });
      expect(read).toContain(`Dear ${display_name}`);
      if (kind === "invoice") expect(read).toMatch(/\nhttp\S+$/);
    }
  });

  test("when a placeholder is none, or a subject has two lines, then it is named at its field and nothing is kept", async () => {
    const shop = await world.organization("Wrong words");
    const refused = await shop.refusal(api.setTemplate, {
      body: { kind: "payment_receipt", subject: "{numbr}", text: "{due_date}, {amount} and {link}" },
    });
    expect(refused).toMatchObject({
      status: 422,
      code: "email.unknown_placeholder",
      title: "{numbr} is no placeholder of this e-mail",
    });
    expect(refused.details["fields"]).toEqual([
      { path: "subject", problem: "{numbr} is no placeholder of this e-mail" },
      { path: "text", problem: "{due_date}, {link} is no placeholder of this e-mail" },
    ]);
    const lines = { kind: "invoice" as const, subject: "Hello\nBcc: all@example.com", text: "Hello" };
    expect(await shop.refusal(api.setTemplate, { body: lines })).toMatchObject({ code: "request.invalid" });
    expect((await shop.send(api.listTemplates, {})).items.some(({ is_own }) => is_own)).toBe(false);
  });
});
