import { allRoutes } from "#app/features.ts";
import type { Endpoint } from "#platform/http/endpoint.ts";
import type { World } from "../support/world.ts";

/** Every endpoint below /api/v1, read from what the server itself serves. */
export function endpointsOf(world: World): Endpoint[] {
  return allRoutes(world.system.signIn).map(({ endpoint }) => endpoint);
}

export function nameOf({ method, path }: Pick<Endpoint, "method" | "path">): string {
  return `${method} ${path}`;
}

/** How a caller without credentials is refused; who signs what it sends needs none, and its request is wrong. */
export function refusalOf({
  path,
  body,
  access,
}: Pick<Endpoint, "path" | "body" | "access">): 400 | 401 | 404 {
  // Whoever knows a link's address may. Of an address that is none there is nothing; an answer without a name is none.
  if (path.startsWith("/public/documents/{token}")) return body ? 400 : 404;
  return access === "public" && path.includes("/webhooks/") ? 400 : 401;
}

/** The names of the parameters in an endpoint's address. */
export function paramsOf({ path }: Pick<Endpoint, "path">): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
}

/** The address of an endpoint, its parameters taken from `ids`. Throws where one is missing: the sweep would miss it. */
export function addressFor(endpoint: Endpoint, ids: Record<string, string>): string {
  const path = endpoint.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    // What of billing the CRM shows has modules of its own.
    const isFinance = name === "module" && endpoint.path.startsWith("/crm/finance/");
    const id = isFinance ? "invoices" : ids[name];
    if (id === undefined)
      throw new Error(`${nameOf(endpoint)}: no sample for {${name}}; add one to test/security`);
    return encodeURIComponent(id);
  });
  return `/api/v1${path}`;
}

/** Bodies and queries that are valid, so that a call gets as far as looking for its id; by method and path. */
export const validInputs: Record<string, { body?: unknown; query?: string }> = {
  "POST /customers/{customer}/actions/link": { body: { crm_id: "1" } },
  "GET /crm/records": { query: "word=A" },
  "GET /customers/{customer}/crm-records": { query: "search=A" },
  "POST /connections/{connection}/actions/readmit": { body: { all: true, dry_run: true } },
  "POST /crm/clients": { body: { name: "A client" } },
  "GET /customers/{customer}/merges/preview": { query: `loser=cus_${"z".repeat(26)}` },
  "POST /customers/{customer}/merges": { body: { loser: `cus_${"z".repeat(26)}` } },
  "PATCH /customers/{customer}": { body: { display_name: "Stolen" } },
  "POST /customers/{customer}/attachments": { body: { name: "a.txt", file_base64: "YQ==" } },
  "POST /customers/{customer}/contact-persons": { body: { first_name: "Intruder" } },
  "PATCH /contact-persons/{person}": { body: { first_name: "Stolen" } },
  "PATCH /products/{product}": { body: { name: "Stolen" } },
  "PATCH /plans/{plan}": { body: { name: "Stolen" } },
  "PATCH /addons/{addon}": { body: { name: "Stolen" } },
  "PATCH /coupons/{coupon}": { body: { name: "Stolen" } },
  "GET /coupons/{coupon}/check": { query: "plan=nobody&currency_code=EUR" },
  "POST /duplicates/{duplicate}/actions/merge": { body: { keep: "left" } },
  "GET /search": { query: "text=A" },
  "PUT /connections/{connection}/deal-trigger": { body: { entity: "none" } },
  "PATCH /move-ins/{move_in}": { body: { existing: "update" } },
  "PATCH /taxes/{tax}": { body: { name: "Stolen" } },
  "GET /exchange-rates/in-force": { query: "currency_code=JPY" },
  "PUT /invoices/{invoice}": { body: { line_items: [{ name: "Stolen", price: "1" }] } },
  "POST /payments/{payment}/actions/apply": {
    body: { invoices: [{ invoice_id: `inv_${"z".repeat(26)}`, amount: "1" }] },
  },
  "POST /payments/{payment}/actions/unapply": { body: { settlement: `stl_${"z".repeat(26)}` } },
  "POST /payments/{payment}/actions/refund": { body: { amount: "1", mode: "cash" } },
  "POST /subscriptions/{subscription}/actions/change": { body: { plan: { plan: "basic" } } },
  "POST /subscriptions/{subscription}/actions/postpone": { body: { renewal: "2099-01-01" } },
  "POST /subscriptions/{subscription}/actions/buy-addon": { body: { addon: "seats" } },
  "POST /subscriptions/{subscription}/actions/charge": { body: { name: "Stolen", amount: "1" } },
  "POST /subscriptions/{subscription}/actions/apply-coupon": { body: { coupon: "none" } },
  "PUT /subscriptions/{subscription}/contact-persons": { body: { contact_persons: [] } },
  "PUT /customers/{customer}/test-clock": { body: { today: "2026-01-01" } },
  "POST /customers/{customer}/test-clock/actions/advance": { body: { until: "2026-01-01" } },
  "GET /customers/reference/{crm_id}": { query: "reference_id_type=zcrm_account_id" },
  "PUT /credit-notes/{credit_note}": { body: { line_items: [{ name: "Stolen", price: "1" }] } },
  "POST /credit-notes/{credit_note}/actions/apply": {
    body: { invoices: [{ invoice_id: `inv_${"z".repeat(26)}`, amount: "1" }] },
  },
  "POST /credit-notes/{credit_note}/actions/unapply": { body: { settlement: `stl_${"z".repeat(26)}` } },
  "POST /credit-notes/{credit_note}/actions/refund": { body: { amount: "1", mode: "cash" } },
  "PUT /estimates/{estimate}": { body: { line_items: [{ name: "Stolen", price: "1" }] } },
  "PUT /sales-orders/{sales_order}": { body: { line_items: [{ name: "Stolen", price: "1" }] } },
  "POST /sales-orders/{sales_order}/actions/close": { body: { reason: "Stolen" } },
  "POST /sales-orders/{sales_order}/actions/void": { body: { reason: "Stolen" } },
  "PATCH /vendors/{vendor}": { body: { name: "Stolen" } },
  "PUT /purchase-orders/{purchase_order}": { body: { line_items: [{ name: "Stolen", price: "1" }] } },
  "POST /purchase-orders/{purchase_order}/actions/close": { body: { reason: "Stolen" } },
  "POST /purchase-orders/{purchase_order}/actions/cancel": { body: { reason: "Stolen" } },
  "PUT /mail-server": {
    body: {
      host: "smtp.example.com",
      port: 587,
      security: "starttls",
      from_name: "Thief",
      from_address: "thief@example.com",
    },
  },
  "PUT /email-templates": { body: { kind: "invoice", subject: "Stolen", text: "Stolen" } },
  "POST /email-templates/actions/reset": { body: { kind: "invoice" } },
  "POST /mail-server/actions/test": { body: { to: "thief@example.com" } },
  "POST /webhooks": { body: { url: "https://example.com/hooks", events: ["customer.created"] } },
  "PATCH /webhooks/{webhook}": { body: { description: "Stolen" } },
  "PATCH /members/{member}": { body: { role: "read_only" } },
  "PUT /connections/{connection}/credentials": {
    body: { kind: "zsc", email: "thief@example.com", zsc_key: "0".repeat(40) },
  },
  "GET /connections/{connection}/options": { query: "module=accounts" },
  "GET /connections/{connection}/samples": { query: "module=accounts" },
  "PUT /connections/{connection}/schedule": { body: { interval_minutes: 15 } },
};
