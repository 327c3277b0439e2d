import { createInvoiceInCrm } from "#app/finance/finance-create.api.ts";
import { setFinance } from "#crm/finance/finance.api.ts";
import { financeModules } from "#crm/finance/finance.ts";
import { setTimeout as sleep } from "node:timers/promises";
import { addAttachment } from "#billing/attachment/attachment.api.ts";
import { createAddon } from "#billing/catalog/addon.api.ts";
import { createCoupon } from "#billing/catalog/coupon.api.ts";
import { createPlan } from "#billing/catalog/plan.api.ts";
import { createProduct } from "#billing/catalog/product.api.ts";
import { customFields } from "#billing/custom-field/custom-field.api.ts";
import { mergeCustomers } from "#billing/customer/customer-merge.api.ts";
import { createCustomer } from "#billing/customer/customer.api.ts";
import { createCreditNote } from "#billing/credit-note/credit-note.api.ts";
import { publicLinkEndpoints } from "#billing/delivery/public-link.api.ts";
import { documentEmailEndpoints } from "#billing/email/document-email.api.ts";
import { createEstimate } from "#billing/estimate/estimate.api.ts";
import { createInvoice } from "#billing/invoice/invoice.api.ts";
import { uploadMoveIn } from "#billing/move-in/move-in.api.ts";
import { createPurchaseOrder } from "#billing/order/purchase-order.api.ts";
import { createSalesOrder } from "#billing/order/sales-order.api.ts";
import { recordPayment } from "#billing/payment/payment.api.ts";
import { saveAccount } from "#billing/gateway/gateway.store.ts";
import { secretPlace } from "#billing/gateway/open-gateway.client.ts";
import { insertMethod } from "#billing/payment-method/payment-method.store.ts";
import type { CustomerId } from "#kernel/id.ts";
import { inOrganization } from "#platform/db/db.ts";
import { createVendor } from "#billing/vendor/vendor.api.ts";
import { createTax } from "#billing/tax/tax.api.ts";
import { createSubscription } from "#billing/subscription/subscription.api.ts";
import { createClientEndpoint } from "#crm/key/key.api.ts";
import { createApiKey } from "#platform/auth/api-key.api.ts";
import { addMember } from "#platform/auth/member.api.ts";
import { createWebhook, testWebhook } from "#platform/webhook/webhook.api.ts";
import { getDuplicateSearch, listDuplicates, searchDuplicates } from "#sync/duplicate/duplicate.api.ts";
import { listConflicts } from "#sync/conflict/conflict.api.ts";
import { listRuns } from "#sync/run/run.api.ts";
import { addRecords, changeRecord, startSyncing, type Sync } from "../support/sync-world.ts";
import { change } from "../support/two-way.ts";
import type { Organization, World } from "../support/world.ts";

/** An organization that has one of everything, each with the canary in its texts. */
export type Tenant = {
  organization: Organization;
  canary: string;
  sync: Sync;
  /** What it has, by the name of the parameter in an address. */
  ids: Record<string, string>;
  crmIds: { account: string; contact: string };
};

/** Makes such an organization: people, keys, customers, CRM records, a connection and a run that is done. */
export async function fullTenant(world: World, canary: string): Promise<Tenant> {
  const organization = await world.organization(`${canary} Inc`);
  const billing = await makeBilling(world, organization, canary);
  const ids = {
    ...billing,
    ...(await makeCatalog(organization, billing["customer"] ?? "", canary)),
    ...(await makeAccess(organization, canary)),
    ...(await makeWebhook(organization, canary)),
    move_in: await makeMoveIn(organization, canary),
  };
  const [account = ""] = await addRecords(organization, "Accounts", [{ Account_Name: `${canary} account` }]);
  const [contact = ""] = await addRecords(organization, "Contacts", [
    { Last_Name: `${canary} contact`, Account_Name: { id: account } },
  ]);
  const sync = await startSyncing(organization, {
    module: "accounts-and-contacts",
    extent: "two-way",
    conflicts: "ask",
  });
  const run = await sync.run();
  const conflict = await makeConflict(sync, `${canary} account`, account);
  return {
    organization,
    canary,
    sync,
    ids: {
      ...ids,
      organization: organization.id,
      module: "Accounts",
      report: "mrr",
      crm_id: account,
      connection: sync.connection,
      run: run.id,
      conflict,
      duplicate: await makeDuplicate(organization, canary),
      record: account,
      document: await makeShown(organization, account),
    },
    crmIds: { account, contact },
  };
}

/** A server that is told of what happens, and something that was sent to it. */
async function makeWebhook(organization: Organization, canary: string): Promise<Record<string, string>> {
  const { webhook } = await organization.send(createWebhook, {
    // A name that never leads anywhere (RFC 2606).
    body: { url: "https://hooks.invalid/in", description: `${canary} hook`, events: ["conflict.decided"] },
  });
  const delivery = await organization.send(testWebhook, { params: { webhook: webhook.id } });
  return { webhook: webhook.id, delivery: delivery.id };
}

/** A file of customers that waits to be previewed. */
async function makeMoveIn(organization: Organization, canary: string): Promise<string> {
  const csv = `Customer ID,Display Name\r\n1,${canary} moved in\r\n`;
  const body = { kind: "customers", file_name: `${canary}.csv`, csv } as const;
  return (await organization.send(uploadMoveIn, { body })).id;
}

/** An invoice that the CRM shows at its account. */
async function makeShown(organization: Organization, record: string): Promise<string> {
  await organization.send(setFinance, { body: { enabled: [...financeModules] } });
  const body = { record, line_items: [{ name: "Shown in the CRM", price: "1" }] };
  return (await organization.send(createInvoiceInCrm, { body })).id;
}

/** Two customers that may be one, found by a search. */
async function makeDuplicate(organization: Organization, canary: string): Promise<string> {
  for (const display_name of [`${canary} twins`, `${canary} twin`])
    await organization.send(createCustomer, {
      body: { display_name, phone: "+1 617 555 0199", email: `${canary}@twins.example` },
    });
  await organization.send(searchDuplicates, { body: {} });
  for (;;) {
    const { search } = await organization.send(getDuplicateSearch, {});
    if (search?.finished_at) break;
    await sleep(50);
  }
  const { items } = await organization.send(listDuplicates, { query: { kind: "billing" } });
  const [pair] = items;
  if (!pair) throw new Error("two customers are alike, and there is no pair");
  return pair.id;
}

/** Both sides change a phone number, and a run finds out. */
async function makeConflict(sync: Sync, name: string, account: string): Promise<string> {
  const { organization } = sync;
  await change(organization, name, { phone: "+1 555 1" });
  await changeRecord(organization, "Accounts", account, { Phone: "+1 555 2" });
  await sync.run();
  const { items } = await organization.send(listConflicts, { query: {} });
  const [first] = items;
  if (!first) throw new Error("both sides changed the same field, and there is no conflict");
  return first.id;
}

/** Ids that look right and belong to nobody. */
export const nobodys: Record<string, string> = {
  ...Object.fromEntries(
    [
      ["customer", "cus"],
      ["person", "cpn"],
      ["merge", "mrg"],
      ["product", "prd"],
      ["plan", "pln"],
      ["addon", "adn"],
      ["coupon", "cou"],
      ["invoice", "inv"],
      ["subscription", "sub"],
      ["payment", "pay"],
      ["attachment", "att"],
      ["payment_method", "pmt"],
      ["tax", "tax"],
      ["credit_note", "crn"],
      ["estimate", "est"],
      ["sales_order", "sor"],
      ["vendor", "ven"],
      ["purchase_order", "por"],
      ["webhook", "whk"],
      ["move_in", "mvi"],
      ["email", "eml"],
      ["delivery", "dlv"],
      ["member", "mem"],
      ["key", "key"],
      ["connection", "con"],
      ["run", "run"],
      ["conflict", "cfl"],
      ["duplicate", "dup"],
      ["organization", "org"],
    ].map(([name, prefix]) => [name, `${prefix}_${"0".repeat(26)}`]),
  ),
  organization: `org_${"0".repeat(26)}`,
  field: "cf_of_nobody",
  token: "A".repeat(43),
  module: "Accounts",
  report: "mrr",
  crm_id: "5725767999999999999",
  record: "5725767999999999999",
  document: `inv_${"0".repeat(25)}1`,
  clientId: "1000.0123456789ABCDEF0123456789ABCD",
};

/** Waits until no run of an organization is queued or running, so that a test does not race with one. */
export async function settled(organization: Organization): Promise<void> {
  for (let left = 200; left > 0; left -= 1) {
    const { items } = await organization.send(listRuns, { query: {} });
    if (items.every(({ finished_at }) => finished_at !== null)) return;
    await sleep(50);
  }
  throw new Error("a run did not end");
}

async function makeBilling(
  world: World,
  organization: Organization,
  canary: string,
): Promise<Record<string, string>> {
  const customer = await organization.send(createCustomer, {
    body: {
      display_name: `${canary} customer`,
      notes: `${canary} notes`,
      contact_persons: [{ first_name: canary, last_name: "Person" }],
    },
  });
  const loser = await organization.send(createCustomer, { body: { display_name: `${canary} loser` } });
  const field = await organization.send(customFields.customer.add, {
    body: { label: `${canary} field`, type: "text" },
  });
  // Of subscriptions there is one of the same name.
  await organization.send(customFields.subscription.add, {
    body: { label: `${canary} field`, type: "text" },
  });
  const { merge } = await organization.send(mergeCustomers, {
    params: { customer: customer.id },
    body: { loser: loser.id },
  });
  const person = customer.contact_persons[0]?.id ?? "";
  const money = await makeMoney(organization, customer.id, canary);
  const payment_method = await keepCard(world, organization, customer.id, canary);
  const file = { name: `${canary}.txt`, file_base64: Buffer.from(canary).toString("base64") };
  const { id: attachment } = await organization.send(addAttachment, {
    params: { customer: customer.id },
    body: file,
  });
  return {
    attachment,
    payment_method,
    customer: customer.id,
    person,
    field: field.api_name,
    merge,
    ...money,
  };
}

/** A card, as if the customer had given it at a gateway. */
async function keepCard(
  { system: { deps } }: World,
  { id: organization_id }: Organization,
  customer: string,
  canary: string,
): Promise<string> {
  const created_at = deps.clock.now();
  const account = { organization_id, gateway: "stripe" as const, account: `acct_${canary}` };
  const seal = (column: "secret_key" | "webhook_secret") =>
    deps.vault.seal(`${canary} secret`, secretPlace(organization_id, column));
  const id = deps.ids("pmt");
  await inOrganization(deps.db, organization_id, async (tx) => {
    await saveAccount(tx, {
      ...account,
      account_name: `${canary} shop`,
      is_live: false,
      secret_key: seal("secret_key"),
      webhook_secret: seal("webhook_secret"),
      key_hint: "0000",
      webhook_endpoint: null,
      created_at,
      updated_at: created_at,
    });
    await insertMethod(tx, {
      ...account,
      id,
      customer_id: customer as CustomerId,
      gateway_customer: `cus_${canary}`,
      reference: `pm_${canary}`,
      label: `${canary} card`,
      expires: null,
      is_default: true,
      created_at,
    });
  });
  return id;
}

/** An invoice that is paid in part. */
async function makeMoney(organization: Organization, customer_id: string, canary: string) {
  const { id: invoice } = await organization.send(createInvoice, {
    body: { customer_id, notes: canary, line_items: [{ name: `${canary} seat`, price: "20" }], send: true },
  });
  const { id: payment } = await organization.send(recordPayment, {
    body: {
      customer_id,
      amount: "5",
      mode: "cash",
      description: canary,
      invoices: [{ invoice_id: invoice, amount: "3" }],
    },
  });
  const { id: tax } = await organization.send(createTax, {
    body: { name: `${canary} tax`, percentage: "19" },
  });
  const { id: credit_note } = await organization.send(createCreditNote, {
    body: { customer_id, notes: canary, line_items: [{ name: `${canary} goodwill`, price: "2" }] },
  });
  const offered = { customer_id, notes: canary, line_items: [{ name: `${canary} seat`, price: "2" }] };
  const { id: estimate } = await organization.send(createEstimate, { body: offered });
  const { id: sales_order } = await organization.send(createSalesOrder, { body: offered });
  const { id: vendor } = await organization.send(createVendor, { body: { name: `${canary} vendor` } });
  const { id: purchase_order } = await organization.send(createPurchaseOrder, {
    body: { vendor_id: vendor, notes: canary, line_items: [{ name: `${canary} chair`, price: "2" }] },
  });
  const { link } = await organization.send(publicLinkEndpoints("invoice").open, {
    params: { invoice },
    body: {},
  });
  const token = new URL(link.url).pathname.replace("/p/", "");
  const { id: email } = await organization.send(documentEmailEndpoints("invoice").send, {
    params: { invoice },
    body: { to: [`${canary.toLowerCase()}@example.com`], text: `${canary} says {link}` },
  });
  return { invoice, token, email, payment, tax, credit_note, estimate, sales_order, vendor, purchase_order };
}

async function makeCatalog(
  organization: Organization,
  customer_id: string,
  canary: string,
): Promise<Record<string, string>> {
  const product = await organization.send(createProduct, { body: { name: `${canary} product` } });
  const plan = await organization.send(createPlan, {
    body: {
      plan_code: `${canary}-plan`,
      name: `${canary} plan`,
      product_id: product.id,
      interval: 1,
      interval_unit: "months",
      prices: [{ price: "10" }],
    },
  });
  const addon = await organization.send(createAddon, {
    body: { addon_code: `${canary}-addon`, name: `${canary} addon`, prices: [{ price: "5" }] },
  });
  const coupon = await organization.send(createCoupon, {
    body: {
      coupon_code: `${canary}-coupon`,
      name: `${canary} coupon`,
      discount_by: "percentage",
      discount_value: "10",
    },
  });
  const { subscription } = await organization.send(createSubscription, {
    body: { customer_id, plan: { plan: plan.id }, notes: canary },
  });
  return {
    product: product.id,
    plan: plan.id,
    addon: addon.id,
    coupon: coupon.id,
    subscription: subscription.id,
  };
}

async function makeAccess(organization: Organization, canary: string): Promise<Record<string, string>> {
  const { member } = await organization.send(addMember, {
    body: { email: `${canary.toLowerCase()}.seller@example.com`, name: `${canary} Seller`, role: "sales" },
  });
  const { key } = await organization.send(createApiKey, { body: { name: `${canary} key`, role: "sales" } });
  const { client_id } = await organization.send(createClientEndpoint, {
    body: { name: `${canary} client`, email: organization.owner.email },
  });
  return { member: member.id, key: key.id, clientId: client_id };
}
