import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCustomer, customerTimeline } from "#billing/customer/customer.api.ts";
import { publicLinkEndpoints } from "#billing/delivery/public-link.api.ts";
import * as open from "#billing/delivery/public-document.api.ts";
import * as estimates from "#billing/estimate/estimate.api.ts";
import * as invoices from "#billing/invoice/invoice.api.ts";
import { call, CallError } from "#platform/http/call.ts";
import type { Call, Endpoint } from "#platform/http/endpoint.ts";
import { listAuditLog } from "#platform/audit/audit.api.ts";
import { pdfPages } from "../support/pdf-text.ts";
import { sql } from "kysely";
import { inOrganization } from "#platform/db/db.ts";
import { type Organization, type Person, startWorld, type World } from "../support/world.ts";

let world: World;
let owner: Person;
let now = "2026-03-10T12:00:00.000Z";

beforeAll(async () => {
  world = await startWorld({ roles: "web", clock: { now: () => now }, throttled: true });
  owner = await world.signUp("Olivia Owner");
});

afterAll(() => world?.stop());

const links = publicLinkEndpoints("invoice");
const estimateLinks = publicLinkEndpoints("estimate");

/** Somebody who has not signed in. */
function stranger<E extends Endpoint>(endpoint: E, input: Call<E>) {
  return call({ baseUrl: world.url, headers: () => ({}) }, endpoint, input);
}

async function refusalOf(asked: Promise<unknown>): Promise<{ status: number; code: string; view: unknown }> {
  try {
    await asked;
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    const { request_id: _id, ...view } = error.view;
    return { status: error.status, code: error.view.code, view };
  }
  throw new Error("it was not refused");
}

function tokenOf(url: string): string {
  return new URL(url).pathname.replace("/p/", "");
}

async function shopWith(name: string): Promise<{ shop: Organization; customer_id: string }> {
  const shop = await world.organization(name, { currency: "EUR", timeZone: "UTC", owner });
  const { id } = await shop.send(createCustomer, { body: { display_name: "Acme", notes: "secret notes" } });
  return { shop, customer_id: id };
}

async function sentInvoice(name: string) {
  const { shop, customer_id } = await shopWith(name);
  const { id } = await shop.send(invoices.createInvoice, {
    body: { customer_id, line_items: [{ name: "Seat", price: "12.50" }], send: true },
  });
  const params = { invoice: id };
  const { link } = await shop.send(links.open, { params, body: {} });
  return { shop, params, link, token: tokenOf(link.url) };
}

async function sentEstimate(name: string) {
  const { shop, customer_id } = await shopWith(name);
  const { id } = await shop.send(estimates.createEstimate, {
    body: { customer_id, line_items: [{ name: "Seat", price: "9" }], expiry_date: "2026-03-20", send: true },
  });
  const params = { estimate: id };
  const { link } = await shop.send(estimateLinks.open, { params, body: {} });
  return { shop, customer_id, params, token: tokenOf(link.url) };
}

describe("a public link", () => {
  test("F74 given a link, when a stranger opens it, then the paper and its PDF are there, and nothing else of the organization", async () => {
    const { shop, token, params } = await sentInvoice("Open");
    const { paper } = await stranger(open.getPublicDocument, { params: { token } });
    expect(paper).toMatchObject({ title: "Invoice", number: "INV-000001", from: ["Open"] });
    expect(paper.sums.at(-1)).toEqual({ name: "Balance due", amount: "€12.50", isTotal: true });
    const pdf = await fetch(`${world.url}/api/v1/public/documents/${token}/pdf`);
    expect((await pdfPages(await pdf.arrayBuffer())).join()).toContain("€12.50");
    const { customer_id } = await shop.send(invoices.getInvoice, { params });
    const said = JSON.stringify(await stranger(open.getPublicDocument, { params: { token } }));
    for (const word of [shop.id, params.invoice, customer_id, "secret notes"])
      expect(said).not.toContain(word);
  });

  test("given one in force, when it is asked for again, then it is the same; after revoking another, and the old one stays shut", async () => {
    const { shop, params, link, token } = await sentInvoice("Again");
    expect((await shop.send(links.open, { params, body: {} })).link.url).toBe(link.url);
    expect((await shop.send(links.get, { params })).link?.url).toBe(link.url);
    await shop.send(links.close, { params });
    expect((await shop.send(links.get, { params })).link).toBeNull();
    const next = await shop.send(links.open, { params, body: {} });
    expect(next.link.url).not.toBe(link.url);
    expect((await refusalOf(stranger(open.getPublicDocument, { params: { token } }))).status).toBe(404);
    await stranger(open.getPublicDocument, { params: { token: tokenOf(next.link.url) } });
  });

  test("given one that never was, one revoked, one expired, one of a draft, then all are answered alike", async () => {
    const revoked = await sentInvoice("Revoked");
    await revoked.shop.send(links.close, { params: revoked.params });
    const expired = await sentInvoice("Expired");
    await expired.shop.send(links.open, { params: expired.params, body: { expires_on: "2026-03-09" } });
    const redrafted = await sentEstimate("Redrafted");
    await redrafted.shop.send(estimates.redraftEstimate, { params: redrafted.params });
    const tokens = ["A".repeat(43), revoked.token, expired.token, redrafted.token];
    const answers = await Promise.all(
      tokens.flatMap((token) => [
        refusalOf(stranger(open.getPublicDocument, { params: { token } })),
        refusalOf(stranger(open.publicPdf, { params: { token } })),
        refusalOf(stranger(open.acceptPublicly, { params: { token }, body: { name: "Eve" } })),
      ]),
    );
    expect(answers[0]).toMatchObject({ status: 404, code: "public_link.not_found" });
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    const pages = await Promise.all(tokens.map((token) => fetch(`${world.url}/p/${token}`)));
    expect(pages.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
  });

  test("given a last day, then it opens on that day and not after", async () => {
    const { shop, params, token } = await sentInvoice("Ends");
    await shop.send(links.open, { params, body: { expires_on: "2026-03-10" } });
    await stranger(open.getPublicDocument, { params: { token } });
    now = "2026-03-11T00:00:00.000Z";
    const { status } = await refusalOf(stranger(open.getPublicDocument, { params: { token } }));
    now = "2026-03-10T12:00:00.000Z";
    expect(status).toBe(404);
  });

  test("given a draft, then there is no link of it before it is sent", async () => {
    const { shop, customer_id } = await shopWith("Draft");
    const { id } = await shop.send(invoices.createInvoice, {
      body: { customer_id, line_items: [{ name: "Seat", price: "1" }] },
    });
    const refusal = await shop.refusal(links.open, { params: { invoice: id }, body: {} });
    expect(refusal).toMatchObject({ status: 409, code: "public_link.draft" });
  });

  test("then the address has 256 bits of chance, and the database holds neither it nor what it is made of", async () => {
    const { shop, token } = await sentInvoice("Kept");
    expect(Buffer.from(token, "base64url")).toHaveLength(32);
    const { rows } = await inOrganization(world.system.deps.db, shop.id, (tx) =>
      sql`select * from public_link`.execute(tx),
    );
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  test("given a reader, then the address is not told: whoever has it can answer", async () => {
    const { shop, params } = await sentInvoice("Reader");
    const key = await shop.keyFor("read_only");
    const answer = await fetch(`${world.url}/api/v1/invoices/${params.invoice}/public-link`, {
      headers: { authorization: `Bearer ${key}` },
    });
    expect(answer.status).toBe(403);
  });

  test("then its page is kept by no search engine, and tells no other site where it was", async () => {
    const { token } = await sentInvoice("Headers");
    const { status, headers } = await fetch(`${world.url}/p/${token}`);
    expect(status).toBe(200);
    expect(headers.get("x-robots-tag")).toContain("noindex");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
  });
});

describe("an estimate behind a public link", () => {
  test.each([
    ["accept", "accepted", open.acceptPublicly],
    ["decline", "declined", open.declinePublicly],
  ] as const)(
    "F76 given it was sent, when its customer chooses to %s, then it is %s under the name given",
    async (action, status, endpoint) => {
      const { shop, customer_id, params, token } = await sentEstimate(`May ${action}`);
      expect(await stranger(open.getPublicDocument, { params: { token } })).toMatchObject({
        can_answer: true,
        answer: null,
      });
      const after = await stranger(endpoint, { params: { token }, body: { name: "Carla Customer" } });
      expect(after).toMatchObject({ can_answer: false, answer: status });
      expect((await shop.send(estimates.getEstimate, { params })).status).toBe(status);
      const { items } = await shop.send(customerTimeline, { params: { customer: customer_id }, query: {} });
      expect(items[0]).toMatchObject({
        kind: `estimate_${status}`,
        actor: { kind: "customer", name: "Carla Customer" },
      });
      const log = await shop.send(listAuditLog, { query: { action: `customer.estimate_${status}` } });
      expect(log.items[0]).toMatchObject({ actor_kind: "customer", actor_name: "Carla Customer" });
      const again = await refusalOf(stranger(endpoint, { params: { token }, body: { name: "Carla" } }));
      expect(again).toMatchObject({ status: 409, code: "estimate.wrong_status" });
    },
  );

  test("given it is expired, or no name is given, then it is not accepted", async () => {
    const { shop, params, token } = await sentEstimate("Late");
    const without = await refusalOf(
      stranger(open.acceptPublicly, { params: { token }, body: { name: " " } }),
    );
    expect(without).toMatchObject({ status: 400 });
    now = "2026-03-21T12:00:00.000Z";
    const late = await refusalOf(
      stranger(open.acceptPublicly, { params: { token }, body: { name: "Carla" } }),
    );
    now = "2026-03-10T12:00:00.000Z";
    expect(late).toMatchObject({ status: 409, code: "estimate.wrong_status" });
    expect((await shop.send(estimates.getEstimate, { params })).status).toBe("sent");
  });

  test("given an invoice, then there is nothing to accept", async () => {
    const { token } = await sentInvoice("No answer");
    const refusal = await refusalOf(
      stranger(open.acceptPublicly, { params: { token }, body: { name: "Eve" } }),
    );
    expect(refusal).toMatchObject({ status: 404, code: "public_link.not_found" });
  });
});

describe("guessing", () => {
  test("given somebody who tries addresses, then they are slowed down", async () => {
    const statuses: number[] = [];
    for (let at = 0; at < 100; at += 1) {
      const answer = await fetch(`${world.url}/api/v1/public/documents/${"B".repeat(40)}${at}`);
      statuses.push(answer.status);
    }
    expect(statuses[0]).toBe(404);
    expect(statuses.at(-1)).toBe(429);
  });
});
