import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { editCustomer } from "#billing/customer/customer.api.ts";
import { listTemplates, setTemplate } from "#billing/email/template.api.ts";
import { collectWaiting } from "#billing/collection/collect.job.ts";
import { runBilling } from "#billing/subscription/run.commands.ts";
import { languageCodes } from "#billing/language/language-code.ts";
import { editOrganization } from "#billing/organization/organization.api.ts";
import { createSubscription, getSubscription } from "#billing/subscription/subscription.api.ts";
import { plusMs } from "#kernel/time.ts";
import type { Shop } from "../billing/gateway/shop.ts";
import { type everything, startTellingWorld, type TellingWorld } from "./telling-world.ts";

let telling: TellingWorld;
let now: string;

beforeAll(async () => void (telling = await startTellingWorld(() => now)));
beforeEach(() => void (now = "2026-03-10T12:00:00.000Z"));
afterAll(() => telling?.stop());

const open = (chosen: Partial<typeof everything>) => telling.open(chosen, "pay@buyer.example");

async function sell({ shop, customer }: Shop): Promise<string> {
  const body = { customer_id: customer, plan: { plan: "basic" }, auto_collect: true };
  return (await shop.send(createSubscription, { body })).subscription.id;
}

const working = ({ shop }: Shop) =>
  [telling.world.system.deps, shop.id, new AbortController().signal] as const;

/** Charges what is to be charged. */
async function collect(shop: Shop): Promise<void> {
  const [deps, organization, signal] = working(shop);
  await collectWaiting(deps, organization, { signal });
}

/** What the customer reads, one text an e-mail. */
async function read(shop: Shop): Promise<string[]> {
  return (await telling.deliver(shop)).map(({ mail }) => mail.text ?? "");
}

describe("F97 given a charge that fails", () => {
  test("when its reason ends with a full stop, then the sentence ends with one", async () => {
    const shop = await open({ email_failed_charges: true });
    await shop.giveCard("pm_card_chargeDeclined");
    await sell(shop);
    await collect(shop);
    const [text] = await read(shop);
    expect(text).toMatch(/it did not work: Your card was declined\.$/m);
  });

  test.each([
    ["cancelled", "cancelled_from_dunning"],
    ["unpaid", "unpaid"],
  ] as const)(
    "when it was the last try, and the subscription is then %s, then no other try is promised",
    async (dunning_ends_in, status) => {
      const shop = await open({ email_failed_charges: true });
      await shop.shop.send(editOrganization, { body: { dunning_gaps: [2], dunning_ends_in } });
      const subscription = await sell(shop);
      const [first] = await read(shop);
      expect(first).toContain("we try again in the next days");
      now = plusMs(now, 2 * 86_400_000);
      await runBilling(...working(shop));
      const params = { subscription };
      expect((await shop.shop.send(getSubscription, { params })).status).toBe(status);
      const [last, ...others] = await read(shop);
      expect(others).toEqual([]);
      expect(last).toMatch(/it did not work: \S/);
      expect(last).not.toContain("next days");
      expect(last).toContain("We do not try again by ourselves");
    },
  );
});

describe("F97 given an invoice that its customer's card pays at once", () => {
  test.each(languageCodes)("when its e-mail is written (%s), then nothing of it is due", async (language) => {
    const shop = await open({ email_invoices: true });
    const params = { customer: shop.customer };
    await shop.shop.send(editCustomer, { params, body: { language } });
    await shop.giveCard();
    await sell(shop);
    expect(await read(shop)).toEqual([]);
    await collect(shop);
    now = plusMs(now, 60_000);
    const [text = "", ...others] = await read(shop);
    expect(others).toEqual([]);
    expect(text).toContain("INV-000001");
    expect(text).toMatch(/\b(paid|bezahlt|réglée|pagada|betaald|pagata|paga)\b/);
    expect(text).not.toMatch(/due|fällig|à régler|Vence|vervaldatum|Scade/);
  });

  test("when the organization wrote its own words, then these go out, and the original ones are not shown beside them", async () => {
    const shop = await open({ email_invoices: true });
    const besides = async () =>
      (await shop.shop.send(listTemplates, {})).items.find(({ kind }) => kind === "invoice")?.besides;
    expect(await besides()).toMatchObject([
      { when: "The invoice is paid when the e-mail is written", subject: "Invoice {number} from {company}" },
    ]);
    const body = { kind: "invoice" as const, subject: "{number}", text: "Until {due_date}" };
    await shop.shop.send(setTemplate, { body });
    expect(await besides()).toEqual([]);
    await shop.giveCard();
    await sell(shop);
    await collect(shop);
    now = plusMs(now, 60_000);
    expect(await read(shop)).toEqual(["Until 25 Mar 2026\n"]);
  });
});
