import { describe, expect, test } from "vitest";
import type { ListedLink } from "#sync/link/link.table.ts";
import { crmRecordUrl, linkView } from "#sync/link/link-view.ts";
import { closedWhy, closedWords, notClosed } from "#sync/link/readmit.ts";
import { customerModules, mayLink } from "#sync/link/repair.ts";
import { linkRow } from "./link-row.ts";

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

  test.each([
    [
      "the customer was merged away",
      { ...free, customer: { ...customer, merged_into: "cus_9" } },
      { customer: "cus_1", merged_into: "cus_9" },
    ],
    [
      "the customer has a record",
      { ...free, own: { crm_id: "9002" } },
      {
        message: "Acme is linked with the CRM record 9002 already",
        customer: "cus_1",
        crm_id: "9002",
      },
    ],
    [
      "the record has a customer",
      { ...free, theirs: { ...taken, state: "linked" } },
      {
        message: "The CRM record Acme Ltd is linked with Globex already",
        customer: "cus_2",
        crm_id: "9001",
      },
    ],
    [
      "the currencies differ",
      { ...free, incoming: { ...incoming, values: { currency_code: "EUR" } } },
      { message: "Acme is in USD, the CRM record Acme Ltd in EUR", currencies: ["USD", "EUR"] },
    ],
  ] as const)("when %s, then the refusal tells which", (_, pair, facts) => {
    const decided = mayLink(pair);
    expect(decided.ok ? undefined : decided.refusal.facts).toEqual(facts);
  });

  test("when the module choice is asked, then it says what becomes a customer", () => {
    const of = (module: "accounts" | "contacts" | "accounts-and-contacts", include_unassociated: boolean) =>
      customerModules({ module, include_unassociated });
    expect(of("accounts", false)).toEqual(["Accounts"]);
    expect(of("accounts", true)).toEqual(["Accounts"]);
    expect(of("contacts", true)).toEqual(["Contacts"]);
    expect(of("accounts-and-contacts", false)).toEqual(["Accounts"]);
    expect(of("accounts-and-contacts", true)).toEqual(["Accounts", "Contacts"]);
  });
});

describe("F88 given a CRM record that does not come any more", () => {
  test.each([
    ["a run that brought it was undone", "cus_1", "undo.made", "undone"],
    ["that run was undone and its customer deleted", null, "undo.made", "undone"],
    ["its customer was deleted", null, null, "deleted"],
    ["a run found its customer gone", "cus_1", "customer.gone", "deleted"],
    ["somebody unlinked it", "cus_1", null, "unlinked"],
  ] as const)("when %s, then that is why", (_, customer_id, reason, why) => {
    expect(closedWhy({ customer_id, target: "customer", state: "closed" }, reason)).toBe(why);
  });

  test.each([
    ["the run that brought it was undone", "cus_1", "closed", "undo.made", "undone"],
    ["its customer was deleted", null, "linked", null, "deleted"],
    ["it was removed, and a run has met that", "cus_1", "closed", "customer.gone", "removed"],
    ["it was removed, and no run has met that", "cus_1", "linked", null, "removed"],
  ] as const)(
    "when it is of a contact person, and %s, then that is why",
    (_, customer_id, state, reason, why) => {
      expect(closedWhy({ customer_id, target: "contact_person", state }, reason)).toBe(why);
    },
  );

  test("then its words say what happened", () => {
    expect(closedWords).toEqual({
      undone: "The run that brought it was undone.",
      unlinked: "Somebody unlinked the two.",
      deleted: "Its customer was deleted in billing.",
      removed: "Its contact person was removed in billing.",
    });
  });

  test("when it is asked for again, then what is closed here may come, and all else is told why not", () => {
    const link = (crm_id: string, of: object) => ({ ...linkRow(crm_id, "cus_1"), is_over: false, ...of });
    const found = [
      link("1", { state: "closed", is_over: true }),
      link("2", { customer_id: null, is_over: true }),
      link("3", {}),
      link("4", { state: "duplicate" }),
      link("5", { state: "out_of_view" }),
      link("6", { state: "deleted_in_crm" }),
      link("7", { state: "closed", is_over: true, connection_id: "con_2" }),
      link("9", { connection_id: "con_2" }),
      link("9", { state: "closed", is_over: true }),
    ];
    const ids = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];
    expect(notClosed(ids, found, "con_1").map(({ crm_id, why }) => [crm_id, why])).toEqual([
      ["3", "is linked"],
      ["4", "is remembered as a duplicate"],
      ["5", "is linked, and out of view"],
      ["6", "is linked, and deleted in the CRM"],
      ["7", "belongs to the connection con_2"],
      ["8", "has no link"],
    ]);
  });
});

describe("F88 given a link, how it is shown", () => {
  const listed: ListedLink = {
    ...linkRow("9001", "cus_1"),
    ...{ customer_id: "cus_1", name: "Acme", crm_company: "Acme CRM" },
    ...{ api_url: "http://localhost:4000", kind: "embedded" },
  };

  test("when its CRM is a Concord, then its record is opened there, and else in Zoho's own pages", () => {
    expect(crmRecordUrl(listed, "Accounts", "9001")).toBe("http://localhost:4000/go/crm/accounts/9001");
    expect(crmRecordUrl({ api_url: "https://www.zohoapis.eu", kind: "zoho" }, "Accounts", "9001")).toBe(
      "https://crm.zoho.eu/crm/tab/Accounts/9001",
    );
  });

  test("then with both sides of it, its state, and what could not be taken over", () => {
    const issues = [{ field: "phone", problem: "too long", value: "x" }];
    const shown = {
      ...{ connection: "con_1", crm_company: "Acme CRM", crm_module: "Accounts", crm_id: "9001" },
      crm_url: "http://localhost:4000/go/crm/accounts/9001",
      ...{ customer: "cus_1", contact_person: null, name: "Acme", state: "linked" },
      ...{ linked_at: listed.linked_at, updated_at: listed.updated_at },
    };
    expect(linkView(listed)).toEqual({ ...shown, issues: [] });
    expect(linkView({ ...listed, issues: JSON.stringify(issues) })).toEqual({ ...shown, issues });
  });
});
