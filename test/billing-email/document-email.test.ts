import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCreditNote } from "#billing/credit-note/credit-note.api.ts";
import * as customers from "#billing/customer/customer.api.ts";
import { publicLinkEndpoints } from "#billing/delivery/public-link.api.ts";
import type { DocumentKind } from "#billing/document/kind.ts";
import { documentEmailEndpoints } from "#billing/email/document-email.api.ts";
import * as api from "#billing/email/email.api.ts";
import { removeMailServer, saveMailServer } from "#billing/email/mail-server.api.ts";
import { createEstimate, getEstimate } from "#billing/estimate/estimate.api.ts";
import * as invoices from "#billing/invoice/invoice.api.ts";
import { createPurchaseOrder, getPurchaseOrder } from "#billing/order/purchase-order.api.ts";
import { createSalesOrder, getSalesOrder } from "#billing/order/sales-order.api.ts";
import { createVendor } from "#billing/vendor/vendor.api.ts";
import { plusMs } from "#kernel/time.ts";
import { startMailServer, type MailServer } from "../support/mail-server.ts";
import { pdfPages } from "../support/pdf-text.ts";
import { type Organization, type Person, startWorld, type World } from "../support/world.ts";

let world: World;
let owner: Person;
let server: MailServer;
let now = "2026-03-10T12:00:00.000Z";

beforeAll(async () => {
  world = await startWorld({ clock: { now: () => now }, env: { CONCORD_WEBHOOK_ALLOW_PRIVATE: "on" } });
  owner = await world.signUp("Olivia Owner");
  server = await startMailServer();
});

afterAll(async () => {
  await world?.stop();
  await server?.stop();
});

/** A worker looks once a second. */
const soon = { timeout: 10_000 };
const invoiceMail = documentEmailEndpoints("invoice");

type NewCustomer = Parameters<typeof shopWith>[1];

async function shopWith(
  name: string,
  customer: {
    display_name?: string;
    email?: string;
    contact_persons?: { email?: string; is_primary?: boolean }[];
  } = {
    email: "pay@acme.example",
  },
): Promise<{ shop: Organization; customer_id: string }> {
  const shop = await world.organization(name, { currency: "EUR", timeZone: "UTC", owner });
  const { id } = await shop.send(customers.createCustomer, { body: { display_name: "Acme", ...customer } });
  return { shop, customer_id: id };
}

async function sendsMail(shop: Organization): Promise<void> {
  const { host, port } = server;
  const from = { from_name: "Northwind", from_address: "billing@northwind.example" };
  await shop.send(saveMailServer, { body: { host, port, security: "none", ...from } });
}

async function draftInvoice(name: string, customer?: NewCustomer) {
  const { shop, customer_id } = await shopWith(name, customer);
  const { id } = await shop.send(invoices.createInvoice, {
    body: { customer_id, line_items: [{ name: "Seat", price: "12.50" }] },
  });
  return { shop, customer_id, params: { invoice: id } };
}

/** An e-mail once somebody has tried to send it. */
async function settled(shop: Organization, email: string): Promise<api.EmailView> {
  let seen: api.EmailView | undefined;
  await expect
    .poll(async () => {
      seen = await shop.send(api.getEmail, { params: { email } });
      return seen.tried_at;
    }, soon)
    .not.toBe(null);
  if (seen === undefined) throw new Error("no e-mail was seen");
  return seen;
}

describe("F96 given an invoice", () => {
  test("when its draft is e-mailed, then it is sent, and arrives with its PDF and link, and the timeline tells of it", async () => {
    const { shop, customer_id, params } = await draftInvoice("Northwind");
    await sendsMail(shop);
    const draft = await shop.send(invoiceMail.draft, { params });
    expect(draft).toMatchObject({
      kind: "invoice",
      to: ["pay@acme.example"],
      from: "Northwind <billing@northwind.example>",
      subject: "Invoice {number} from Northwind",
      attachment: "Invoice draft.pdf",
    });
    const { id } = await shop.send(invoiceMail.send, {
      params,
      body: { ...sendable(draft), cc: ["boss@acme.example"] },
    });
    const sent = await settled(shop, id);
    expect(sent).toMatchObject({ document_number: "INV-000001", customer_id, payment_number: null });
    const view = await shop.send(invoices.getInvoice, { params });
    expect(view).toMatchObject({ status: "sent", number: "INV-000001" });
    const { link } = await shop.send(publicLinkEndpoints("invoice").get, { params });
    const [one] = server.arrived.splice(0);
    expect(one).toMatchObject({
      from: "billing@northwind.example",
      to: ["pay@acme.example", "boss@acme.example"],
    });
    expect(one?.head).toMatch(/^Date: Tue, 10 Mar 2026 12:00:00 \+0000$/m);
    expect(one?.mail).toMatchObject({
      subject: "Invoice INV-000001 from Northwind",
      messageId: sent.message_id,
      cc: [{ address: "boss@acme.example" }],
    });
    expect(one?.mail.text).toContain("Attached is invoice INV-000001 of 10 Mar 2026 for €12.50");
    expect(one?.mail.text).toContain(link?.url ?? "no link");
    expect(one?.mail.html).toContain(`<a href="${link?.url}">`);
    const [file] = one?.mail.attachments ?? [];
    expect(file).toMatchObject({ filename: "INV-000001.pdf", mimeType: "application/pdf" });
    const pages = await pdfPages(file?.content as ArrayBuffer);
    expect(pages[0]).toContain("INV-000001");
    expect(sent).toMatchObject({
      status: "sent",
      attempts: 1,
      problem: null,
      from: "Northwind <billing@northwind.example>",
      document_number: "INV-000001",
      created_by: expect.any(String) as string,
      attachment: { name: "INV-000001.pdf" },
    });
    const timeline = await shop.send(customers.customerTimeline, {
      params: { customer: customer_id },
      query: {},
    });
    expect(timeline.items.map(({ kind, note }) => [kind, note])).toContainEqual([
      "invoice_emailed",
      "INV-000001: pay@acme.example, boss@acme.example",
    ]);
    const listed = await shop.send(api.listEmails, { query: { document_id: params.invoice } });
    expect(listed.items.map((item) => item.id)).toEqual([id]);
  });

  test("when it is overdue, then the words are those of a reminder", async () => {
    const { shop, params } = await draftInvoice("Late");
    await shop.send(invoices.sendInvoice, { params });
    const before = now;
    now = "2026-05-10T12:00:00.000Z";
    expect(await shop.send(invoiceMail.draft, { params })).toMatchObject({
      kind: "invoice_reminder",
      subject: "Invoice INV-000001 is overdue",
      text: expect.stringContaining("€12.50 of it is still open") as string,
    });
    now = before;
  });

  test("when the organization has no mail server, then the e-mail is caught: kept whole, and sent to nobody", async () => {
    const { shop, params } = await draftInvoice("Caught");
    expect(await shop.send(invoiceMail.draft, { params })).toMatchObject({ from: null });
    const { id } = await shop.send(invoiceMail.send, { params, body: {} });
    const caught = await settled(shop, id);
    expect(caught).toMatchObject({
      status: "caught",
      from: null,
      subject: "Invoice INV-000001 from Caught",
      attachment: { name: "INV-000001.pdf" },
    });
    const file = await fetch(`${world.url}/api/v1/emails/${id}/attachment`, {
      headers: { authorization: `Bearer ${shop.key}` },
    });
    expect(file.headers.get("content-disposition")).toContain('filename="INV-000001.pdf"');
    expect((await pdfPages(await file.arrayBuffer()))[0]).toContain("INV-000001");
    // With a server it goes out, as a new e-mail with the same words and file.
    await sendsMail(shop);
    const again = await shop.send(api.resendEmail, { params: { email: id } });
    expect(await settled(shop, again.id)).toMatchObject({ status: "sent", text: caught.text });
    const [one] = server.arrived.splice(0);
    expect(one?.mail.attachments).toHaveLength(1);
    expect((await shop.send(api.getEmail, { params: { email: id } })).status).toBe("caught");
  });

  test("when its customer has persons, then the primary one gets it before the customer's own address", async () => {
    const { shop, params } = await draftInvoice("Persons", {
      email: "office@acme.example",
      contact_persons: [{ email: "second@acme.example" }, { email: "first@acme.example", is_primary: true }],
    });
    expect((await shop.send(invoiceMail.draft, { params })).to).toEqual(["first@acme.example"]);
  });
});

describe("F96 given a mail server that refuses an e-mail", () => {
  async function refused(name: string, answer: [number, string]) {
    const { shop, params } = await draftInvoice(name);
    await sendsMail(shop);
    server.answers.recipient = answer;
    const { id } = await shop.send(invoiceMail.send, { params, body: {} });
    return { shop, params, id, first: await settled(shop, id) };
  }

  test("when it is for now, then it is tried again under the same Message-ID until it is taken", async () => {
    const { shop, id, first } = await refused("Greylisted", [451, "4.7.1 Try again later"]);
    expect(first).toMatchObject({ status: "queued", attempts: 1, next_at: plusMs(now, 60_000) });
    expect(first.problem).toContain("451 4.7.1 Try again later");
    delete server.answers.recipient;
    now = plusMs(now, 61_000);
    await expect
      .poll(async () => (await shop.send(api.getEmail, { params: { email: id } })).status, soon)
      .toBe("sent");
    const [one] = server.arrived.splice(0);
    expect(one?.mail.messageId).toBe(first.message_id);
    expect(await shop.send(api.getEmail, { params: { email: id } })).toMatchObject({
      attempts: 2,
      problem: null,
    });
  });

  test("when it is for good, then it has failed at once, with the reason, and is not tried again", async () => {
    const { first } = await refused("Refused", [550, "5.1.1 No such user"]);
    delete server.answers.recipient;
    expect(first).toMatchObject({ status: "failed", attempts: 1, next_at: null });
    expect(first.problem).toContain("550 5.1.1 No such user");
    expect(first.remedy).toContain("recipient");
    expect(server.arrived).toEqual([]);
  });

  test("when it takes it for one of two receivers, then it is sent, and the other one is named", async () => {
    const { shop, params } = await draftInvoice("Half");
    await sendsMail(shop);
    server.unknown.add("gone@acme.example");
    const body = { to: ["pay@acme.example", "gone@acme.example"] };
    const { id } = await shop.send(invoiceMail.send, { params, body });
    const sent = await settled(shop, id);
    expect(sent.status).toBe("sent");
    expect(sent.problem).toContain("gone@acme.example");
    expect(server.arrived.splice(0).map(({ to }) => to)).toEqual([["pay@acme.example"]]);
  });

  test("when it refuses for hours, then the e-mail is given up after six attempts", async () => {
    const { shop, id } = await refused("Given up", [451, "Later"]);
    for (let attempt = 2; attempt <= 6; attempt += 1) {
      now = plusMs(now, 7 * 3600_000);
      await expect
        .poll(() => shop.send(api.getEmail, { params: { email: id } }), soon)
        .toMatchObject({ attempts: attempt, tried_at: now });
    }
    delete server.answers.recipient;
    expect(await shop.send(api.getEmail, { params: { email: id } })).toMatchObject({ status: "failed" });
  });
});

describe("F96 given every other kind of document", () => {
  test("when its draft is e-mailed, then it goes out as it does by hand, with its PDF", async () => {
    const { shop, customer_id } = await shopWith("Kinds");
    await sendsMail(shop);
    const body = { customer_id, line_items: [{ name: "Seat", price: "9" }] };
    const vendor = await shop.send(createVendor, {
      body: { name: "Chairs Ltd", email: "sell@chairs.example" },
    });
    const ids: [DocumentKind, string][] = [
      ["credit_note", (await shop.send(createCreditNote, { body })).id],
      ["estimate", (await shop.send(createEstimate, { body })).id],
      ["sales_order", (await shop.send(createSalesOrder, { body })).id],
      [
        "purchase_order",
        (
          await shop.send(createPurchaseOrder, {
            body: { vendor_id: vendor.id, line_items: [{ name: "Chair", price: "9" }] },
          })
        ).id,
      ],
    ];
    const subjects: Record<string, string> = {};
    for (const [kind, document] of ids) {
      const params = { [kind]: document } as Record<DocumentKind, string>;
      const { id } = await shop.send(documentEmailEndpoints(kind).send, { params, body: {} });
      const sent = await settled(shop, id);
      expect(sent).toMatchObject({ kind, status: "sent" });
      const [one] = server.arrived.splice(0);
      expect(one?.mail.attachments[0]?.filename).toBe(`${sent.document_number}.pdf`);
      expect(one?.to).toEqual([kind === "purchase_order" ? "sell@chairs.example" : "pay@acme.example"]);
      subjects[kind] = one?.mail.subject ?? "";
    }
    expect(subjects).toEqual({
      credit_note: "Credit note CN-000001 from Kinds",
      estimate: "Estimate EST-000001 from Kinds",
      sales_order: "Your order SO-000001",
      purchase_order: "Purchase order PO-000001 from Kinds",
    });
    const status = async (kind: number) => ids[kind]?.[1] ?? "";
    expect((await shop.send(getEstimate, { params: { estimate: await status(1) } })).status).toBe("sent");
    expect((await shop.send(getSalesOrder, { params: { sales_order: await status(2) } })).status).toBe(
      "confirmed",
    );
    expect((await shop.send(getPurchaseOrder, { params: { purchase_order: await status(3) } })).status).toBe(
      "issued",
    );
  });
});

describe("F96 given what is wrong", () => {
  test("when an address is none, nobody is named, or a header would break, then the field is named and the draft stays one", async () => {
    const { shop, params } = await draftInvoice("Wrong", { display_name: "Nobody" });
    const problems = async (body: Record<string, unknown>) => {
      const { status, code, details } = await shop.refusal(invoiceMail.send, { params, body });
      const fields = details["fields"] as { path: string; problem: string }[];
      return [status, code, Object.fromEntries(fields.map(({ path, problem }) => [path, problem]))];
    };
    expect(await problems({ to: ["pay@acme.example", "no address"] })).toEqual([
      400,
      "request.invalid",
      { "to.1": "Enter an e-mail address, such as name@example.com" },
    ]);
    expect(await problems({})).toEqual([
      422,
      "email.no_recipient",
      { to: "Enter an e-mail address: none is known of whom this is for" },
    ]);
    expect(await problems({ to: [] })).toEqual([
      400,
      "request.invalid",
      { to: "Enter at least one e-mail address" },
    ]);
    expect(await problems({ to: ["a@b.example"], subject: "Hello\r\nBcc: all@example.com" })).toEqual([
      400,
      "request.invalid",
      { subject: "Write it on one line" },
    ]);
    expect((await shop.send(invoices.getInvoice, { params })).status).toBe("draft");
    expect((await shop.send(api.listEmails, { query: {} })).items).toEqual([]);
  });

  test("when it is void, or of somebody else, then it is not sent", async () => {
    const { shop, params } = await draftInvoice("Void");
    await shop.send(invoices.sendInvoice, { params });
    await shop.send(invoices.voidInvoice, { params, body: { reason: null } });
    expect(await shop.refusal(invoiceMail.send, { params, body: {} })).toMatchObject({
      status: 409,
      code: "email.document_void",
    });
    const other = await draftInvoice("Other");
    expect(await other.shop.refusal(invoiceMail.send, { params, body: {} })).toMatchObject({
      status: 404,
      code: "invoice.not_found",
    });
  });

  test("when names hold line breaks or mark-up, then neither becomes a header or an element", async () => {
    const { shop, params } = await draftInvoice("Evil", {
      display_name: 'Acme <img src=x onerror="alert(1)"> {{7*7}}',
      email: "pay@acme.example",
    });
    await sendsMail(shop);
    const { id } = await shop.send(invoiceMail.send, { params, body: {} });
    await settled(shop, id);
    const [one] = server.arrived.splice(0);
    expect(one?.mail.html).toContain("Acme &lt;img src=x onerror=&quot;alert(1)&quot;&gt; {{7*7}}");
    expect(one?.mail.html).not.toContain("<img");
    await shop.send(removeMailServer, {});
  });
});

function sendable({ to, cc, subject, text }: { to: string[]; cc: string[]; subject: string; text: string }) {
  return { to, cc, subject, text };
}
