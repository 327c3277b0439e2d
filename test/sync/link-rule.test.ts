import { describe, expect, test } from "vitest";
import { customerModules, mayLink } from "#sync/link/repair.ts";

const customer = { id: "cus_1", display_name: "Acme", currency_code: "USD", merged_into: null } as const;
const incoming = { crmId: "9001", name: "Acme Ltd", values: {} };
const free = { customer, incoming, own: undefined, theirs: undefined };
const taken = { customer_id: "cus_2", name: "Globex" } as const;

describe("F88 given a customer and a CRM record", () => {
  const cases: { name: string; pair: Parameters<typeof mayLink>[0]; refusal: string | undefined }[] = [
    { name: "both are free", pair: free, refusal: undefined },
    {
      name: "the customer was merged away",
      pair: { ...free, customer: { ...customer, merged_into: "cus_9" } },
      refusal: "customer.merged",
    },
    {
      name: "the customer has a record",
      pair: { ...free, own: { crm_id: "9002" } },
      refusal: "link.already_linked",
    },
    {
      name: "the record has a customer",
      pair: { ...free, theirs: { ...taken, state: "linked" } },
      refusal: "link.already_linked",
    },
    {
      name: "the record has one and left the view",
      pair: { ...free, theirs: { ...taken, state: "out_of_view" } },
      refusal: "link.already_linked",
    },
    {
      name: "the link was closed",
      pair: { ...free, theirs: { ...taken, state: "closed" } },
      refusal: undefined,
    },
    {
      name: "it is a duplicate",
      pair: { ...free, theirs: { ...taken, state: "duplicate" } },
      refusal: undefined,
    },
    {
      name: "the customer of its link was deleted",
      pair: { ...free, theirs: { customer_id: null, name: null, state: "closed" } },
      refusal: undefined,
    },
    {
      name: "the currencies differ",
      pair: { ...free, incoming: { ...incoming, values: { currency_code: "EUR" } } },
      refusal: "link.other_currency",
    },
    {
      name: "the currency is the same",
      pair: { ...free, incoming: { ...incoming, values: { currency_code: "USD" } } },
      refusal: undefined,
    },
  ];
  test.each(cases)("when $name, then the link is decided: $refusal", ({ pair, refusal }) => {
    const decided = mayLink(pair);
    expect(decided.ok ? undefined : decided.refusal.code).toBe(refusal);
  });

  test("when the module choice is asked, then it says what becomes a customer", () => {
    const of = (module: "accounts" | "contacts" | "accounts-and-contacts", include_unassociated: boolean) =>
      customerModules({ module, include_unassociated });
    expect(of("accounts", false)).toEqual(["Accounts"]);
    expect(of("contacts", true)).toEqual(["Contacts"]);
    expect(of("accounts-and-contacts", false)).toEqual(["Accounts"]);
    expect(of("accounts-and-contacts", true)).toEqual(["Accounts", "Contacts"]);
  });
});
