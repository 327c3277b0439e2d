import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CreditNoteView } from "#billing/credit-note/credit-note.api.ts";
import { createCustomer } from "#billing/customer/customer.api.ts";
import { createInvoice, getInvoice } from "#billing/invoice/invoice.api.ts";
import type { PaymentView } from "#billing/payment/payment.api.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";
import { atCommandLine } from "./at-command-line.ts";
import { dataFolder } from "./processes.ts";

let world: World;
let organization: Organization;
let customer: string;
const folder = dataFolder();

beforeAll(async () => {
  world = await startWorld({ roles: "web" });
  organization = await world.organization("Giving Ltd", { currency: "USD" });
  customer = (await organization.send(createCustomer, { body: { display_name: "Acme" } })).id;
});
afterAll(async () => {
  folder.remove();
  await world.stop();
});

const { command, said, asked } = atCommandLine(() => ({ world, organization }));

/** The number of an invoice of 30 and 70 that is out. */
async function billed(): Promise<string> {
  const line_items = [
    { name: "Seat", quantity: "3", price: "10" },
    { name: "Desk", price: "70" },
  ];
  const { number } = await organization.send(createInvoice, {
    body: { customer_id: customer, line_items, send: true },
  });
  return number ?? "";
}

async function balanceOf(number: string): Promise<string> {
  const { id } = await asked<{ id: string }>("invoices", "show", number);
  return (await organization.send(getInvoice, { params: { invoice: id } })).balance;
}

describe("B17 given invoices that are out, at the command line", () => {
  test("when one is credited in part, then the note is opened, applied, taken back, refunded, and void no more", async () => {
    const invoice = await billed();
    expect(await said("credit-notes", "list")).toBe("No credit note yet\n");
    const draft = await asked<CreditNoteView>("credit-notes", "credit", invoice, "--line", "1=2");
    expect(draft).toMatchObject({ status: "draft", number: null, total: "20.00" });
    expect(await said("credit-notes", "open", draft.id)).toContain("  20.00 USD is the customer's credit\n");
    const { number } = await asked<CreditNoteView>("credit-notes", "show", draft.id);
    const note = number ?? "";
    expect(await said("credit-notes", "list", "--status", "open")).toMatch(
      new RegExp(`^${note} {2}open {2}\\S+ {2}20\\.00 USD {2}20\\.00 unused {2}Acme\n$`),
    );
    expect(await said("credit-notes", "apply", note, "--invoice", `${invoice}=15`)).toContain(
      `  15.00 USD settles ${invoice}\n  5.00 USD is the customer's credit\n`,
    );
    expect(await balanceOf(invoice)).toBe("85.00");
    expect(await said("credit-notes", "unapply", note, invoice)).not.toContain("settles");
    expect(await balanceOf(invoice)).toBe("100.00");
    expect((await command("credit-notes", "unapply", note, invoice)).stderr).toMatch(
      new RegExp(`^settlement\\.not_found: ${note} settles nothing of ${invoice}; `),
    );
    expect(await said("credit-notes", "refund", note, "5", "--mode", "cash")).toMatch(
      /5\.00 USD given back on \d{4}-\d\d-\d\d, cash\n {2}15\.00 USD is the customer's credit\n/,
    );
    expect((await command("credit-notes", "void", note)).stderr).toMatch(/^credit_note\.in_use: /);
    expect(await said("invoices", "apply-credits", invoice)).toContain("85.00 open");
  });

  test("when one is written by hand, then it is opened at once, void with a reason, and a line that there is not is refused", async () => {
    const path = join(folder.path, "note");
    const paper = { customer_id: customer, line_items: [{ name: "Goodwill", price: "9" }] };
    writeFileSync(path, JSON.stringify(paper));
    const { number, id } = await asked<CreditNoteView>("credit-notes", "create", path, "--open");
    expect(await said("credit-notes", "void", number ?? "", "--reason", "Twice")).toMatch(
      new RegExp(`^${number} \\(${id}\\), void, Acme, [^]*Total 9\\.00 USD\n$`),
    );
    const refused = await command("credit-notes", "credit", await billed(), "--line", "0");
    expect(refused.stderr).toMatch(/^request\.invalid: /);
  });

  test("when one is given up, then nothing is open on it until that is taken back", async () => {
    const invoice = await billed();
    expect(await said("invoices", "write-off", invoice)).toContain("written_off, Acme");
    expect((await command("invoices", "write-off", invoice)).stderr).toMatch(/^invoice\.not_open: /);
    expect(await said("invoices", "cancel-write-off", invoice)).toContain("100.00 open");
  });

  test("when a payment is taken from one and given to another, then what is left can be refunded", async () => {
    const [one, other] = [await billed(), await billed()];
    await said("invoices", "pay", one, "--amount", "60");
    const { items } = await asked<{ items: PaymentView[] }>("payments", "list", "--limit", "1");
    const payment = items[0]?.number ?? "";
    expect(await said("payments", "unapply", payment, one)).toContain("60.00 USD is the customer's credit");
    expect(await said("payments", "apply", payment, "--invoice", `${other}=40`)).toContain(
      `  40.00 USD settles ${other}\n  20.00 USD is the customer's credit\n`,
    );
    expect([await balanceOf(one), await balanceOf(other)]).toEqual(["100.00", "60.00"]);
    await said("payments", "refund", payment, "20", "--reference", "back", "--date", items[0]?.date ?? "");
    expect(await said("payments", "show", payment)).toMatch(
      new RegExp(
        `^${payment} \\(pay_\\w+\\), received, Acme, \\S+\n {2}Amount 60\\.00 USD, bank transfer\n {2}40\\.00 USD settles ${other}\n {2}20\\.00 USD given back on \\S+, bank transfer\n$`,
      ),
    );
    expect((await command("payments", "refund", payment, "1")).stderr).toMatch(/^payment\.exceeds_amount: /);
    expect((await command("payments", "apply", payment)).stderr).toMatch(/^cli\.usage: .*--invoice/);
  });
});
