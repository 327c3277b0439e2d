import fc from "fast-check";
import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import {
  contactPersonFields,
  customerFields,
  customField,
  type BillingField,
} from "#billing/customer/customer-fields.ts";
import { newContactPerson, type ContactPerson } from "#billing/customer/contact-person.ts";
import { planMerge, planUndo } from "#billing/customer/customer-merge.ts";
import {
  changedCustomer,
  changeOf,
  type Customer,
  diffCustomers,
  newCustomer,
} from "#billing/customer/customer.ts";
import { validateValue } from "#billing/customer/field-value.ts";
import { emailKey, matchKeysOf, nameKey, websiteKey } from "#billing/customer/match-key.ts";
import { phoneKey } from "#billing/customer/phone-key.ts";
import { afterPrefix, searchKeysOf, searchTermsOf } from "#billing/customer/search-key.ts";
import { csvLine, harmless, unharmed } from "#platform/csv/csv-text.ts";
import { copyLine } from "#platform/db/copy-text.ts";

const now = "2026-01-02T03:04:05.000Z";
const organizationId = "org_law" as const;
const anyText = fc.string({ unit: "grapheme" });

function field(name: string): BillingField {
  const found = [...customerFields, ...contactPersonFields].find((one) => one.name === name);
  if (found === undefined) throw new Error(name);
  return found;
}

const fieldOf = (type: BillingField["type"], options: string[] = []): BillingField => ({
  ...field("notes"),
  label: "Field",
  type,
  options,
  maxLength: type === "text" ? 200 : null,
  required: false,
});

describe("match keys", () => {
  test.each([
    [nameKey, "  Société  Générale, S.A.", "societe generale s a"],
    [nameKey, "ACME-Corp.", "acme corp"],
    [nameKey, "Łódź №5", "lodz no5"],
    [nameKey, "Große Straße 1", "grosse strasse 1"],
    [nameKey, "***", null],
    [emailKey, " Boney@Akamai.COM ", "boney@akamai.com"],
    [emailKey, "nobody", null],
    [phoneKey, "+49 (30) 123-4567", "301234567"],
    [phoneKey, "0049 30 1234567", "301234567"],
    [phoneKey, "+49 (0)30 1234567", "301234567"],
    [phoneKey, "030 1234567 ext. 12", "301234567"],
    [phoneKey, "+1 617-444-3000", "6174443000"],
    [phoneKey, "1 (617) 444-3000 x5", "6174443000"],
    [phoneKey, "(617) 444-3000", "6174443000"],
    [phoneKey, "+39 06 1234567", "61234567"],
    [phoneKey, "06 1234567", "61234567"],
    [phoneKey, "+7 495 123-45-67", "4951234567"],
    [phoneKey, "8 495 123-45-67", "4951234567"],
    [phoneKey, "+353 1 234 5678", "12345678"],
    [phoneKey, "12345", null],
    [phoneKey, "+49 12345", null],
    [websiteKey, "https://www.Acme.com:443/en?x#y", "acme.com"],
    [websiteKey, "https:// www.www.acme.com /en", "acme.com"],
    [websiteKey, "", null],
  ])("given %o and %j, the key is %j", (key, text, expected) => {
    expect(key(text)).toBe(expected);
  });

  test("given any text, its key is its own key: a second normalisation changes nothing", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const key of [nameKey, emailKey, phoneKey, websiteKey]) {
          const once = key(text);
          expect(key(once)).toBe(once);
        }
      }),
    );
  });

  test("given a name in other case, with other blanks and signs, the key is the same", () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 1, maxLength: 4 }), (words) => {
        expect(nameKey(words.join("  ").toUpperCase())).toBe(nameKey(`- ${words.join("-")}!`));
      }),
    );
  });

  test("given texts of any length, no key is longer than an index takes", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 300, maxLength: 600 }), (text) => {
        for (const key of Object.values({
          ...matchKeysOf({
            display_name: text,
            company_name: text,
            email: `${text}@x`,
            phone: text,
            mobile: null,
            website: text,
          }),
          ...searchKeysOf(text),
        }))
          expect(Buffer.byteLength(key ?? "")).toBeLessThan(2600);
      }),
    );
  });

  test("given a name, each beginning of it, as somebody types it, is in the range that is searched", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-zé]{1,6}( [a-zé]{1,6}){0,2}$/u), fc.nat(20), (name, length) => {
        const { name: wanted } = searchTermsOf(name.slice(0, length + 1));
        const { sort_name } = searchKeysOf(name);
        const bytes = (text: string): Buffer => Buffer.from(text);
        expect(
          Buffer.compare(bytes(sort_name), bytes(wanted ?? "")) >= 0 &&
            Buffer.compare(bytes(sort_name), bytes(afterPrefix(wanted ?? ""))) < 0,
        ).toBe(true);
      }),
    );
  });
});

describe("field values", () => {
  test("given any value that is taken, it is its own canonical form", () => {
    const all = [
      ...customerFields,
      customField({ api_name: "cf_a", label: "A", type: "decimal", options: [] }),
      customField({ api_name: "cf_b", label: "B", type: "date", options: [] }),
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...all),
        fc.oneof(
          anyText,
          fc.double(),
          fc.integer(),
          fc.boolean(),
          fc.date().map((date) => (Number.isNaN(date.getTime()) ? "" : date.toISOString().slice(0, 10))),
        ),
        (one, value) => {
          const first = validateValue(one, value);
          if (!first.ok) return;
          expect(validateValue(one, first.value)).toEqual(first);
        },
      ),
      { numRuns: 500 },
    );
  });

  test.each([
    ["number", "12", 12],
    ["number", " -0 ", 0],
    ["number", "1e3", "not_number"],
    ["number", "1234567890123456", "not_number"],
    ["decimal", "001.50", "1.5"],
    ["decimal", "-0.0", "0"],
    ["decimal", 1e-7, "0.0000001"],
    ["decimal", 1.5e21, "not_number"],
    ["decimal", "1,5", "not_number"],
    ["decimal", Number.NaN, "not_number"],
    ["decimal", "12345678901234567890.12345678901234567890", "12345678901234567890.1234567890123456789"],
    ["date", "2024-02-29", "2024-02-29"],
    ["date", "2023-02-29", "not_date"],
    ["date", "2024-02-29T00:00:00Z", "not_date"],
    ["check_box", "Yes", true],
    ["check_box", 0, false],
    ["check_box", "perhaps", "not_check_box"],
    ["email", "a@b.co", "a@b.co"],
    ["email", "a@b", "not_email"],
    ["email", "a b@c.de", "not_email"],
    ["url", "acme.com:8080/x?y", "acme.com:8080/x?y"],
    ["url", "JAVASCRIPT:alert(1)", "not_url"],
    ["url", "data:text/html,x", "not_url"],
    ["url", "http://", "not_url"],
    ["currency", "eur", "EUR"],
    ["currency", "EURO", "not_currency"],
    ["text", "a\tb", "line_break"],
    ["text", `a${String.fromCharCode(0)}b`, "bad_character"],
    ["text", "a\ud800", "bad_character"],
    ["text", "x".repeat(200_000), "too_long"],
    ["text_area", " a\r\nb\tc ", "a\nb\tc"],
    ["text", "  ", null],
    ["text", {}, "not_text"],
  ] as const)("given a %s of %j, it becomes %j", (type, value, expected) => {
    const result = validateValue(fieldOf(type), value);
    expect(result.ok ? result.value : result.refusal.code).toBe(expected);
  });

  test("given hostile texts of 50 kB, each field answers within 100 ms", () => {
    const hostile = [
      "a".repeat(50_000),
      "@".repeat(50_000),
      `a@${"a.".repeat(25_000)}`,
      "http://".repeat(7000),
      "1".repeat(50_000),
      " \t".repeat(25_000),
      "\n".repeat(50_000),
      "=".repeat(50_000),
    ];
    for (const one of [
      ...customerFields,
      fieldOf("text_area"),
      fieldOf("decimal"),
      { ...fieldOf("url"), maxLength: null },
      { ...fieldOf("email"), maxLength: null },
    ]) {
      for (const text of hostile) {
        const begun = performance.now();
        validateValue({ ...one, maxLength: 60_000 }, text);
        harmless(text);
        nameKey(text);
        expect(performance.now() - begun).toBeLessThan(100);
      }
    }
  });
});

const values = fc.record({
  display_name: fc.constantFrom("Acme", "Beta"),
  phone: fc.constantFrom(null, "1", "2"),
  email: fc.constantFrom(null, "a@x.example", "b@x.example"),
  billing_city: fc.constantFrom(null, "Porto", "Oslo"),
  billing_street: fc.constantFrom(null, "1 Main"),
  shipping_city: fc.constantFrom(null, "Rome"),
  tags: fc.constantFrom<string[]>([], ["a"], ["b", "c"]),
  custom_fields: fc.constantFrom<Customer["custom_fields"]>({}, { cf_a: 1 }, { cf_a: 2, cf_b: "x" }),
});
const customer = (id: `cus_${string}`) =>
  values.map((some) =>
    newCustomer(
      { type: "business", currency_code: "EUR", ...some },
      { organizationId, id, source: "local", now },
    ),
  );

describe("customers", () => {
  test("given two states, the difference is empty only for equal ones and leads from one to the other", () => {
    fc.assert(
      fc.property(customer("cus_1"), customer("cus_1"), (from, to) => {
        const changes = diffCustomers(from, to);
        const applied = changedCustomer(
          from,
          changeOf(
            Object.fromEntries(changes.map((change) => [change.field, change.to])),
            from.custom_fields,
          ),
          now,
        );
        expect(diffCustomers(applied, to)).toEqual([]);
        expect(applied.version).toBe(2);
        expect(diffCustomers(from, from)).toEqual([]);
        expect(diffCustomers(to, from)).toEqual(
          changes
            .map(({ field: name, from: before, to: after }) => ({ field: name, from: after, to: before }))
            .toSorted(
              (a, b) => order(diffCustomers(to, from), a.field) - order(diffCustomers(to, from), b.field),
            ),
        );
      }),
    );
  });

  const person = (id: `cpn_${string}`, customerId: `cus_${string}`) =>
    fc
      .record({
        first_name: fc.constantFrom("Ann", "Bob"),
        email: fc.constantFrom(null, "a@x.example", "A@X.example", "b@x.example"),
        phone: fc.constantFrom(null, "1", "2"),
      })
      .map((some): ContactPerson => newContactPerson(some, { organizationId, customerId, id, now }));

  test("given any two customers, undoing their merge returns every value and every person", () => {
    fc.assert(
      fc.property(
        customer("cus_1"),
        customer("cus_2"),
        fc.tuple(person("cpn_1", "cus_1"), person("cpn_2", "cus_1")),
        fc.tuple(person("cpn_3", "cus_2"), person("cpn_4", "cus_2"), person("cpn_5", "cus_2")),
        (survivor, loser, ours, theirs) => {
          const plan = planMerge(survivor, loser, { survivor: ours, loser: theirs });
          const merged = changedCustomer(survivor, plan.survivor, now);
          const all = [...ours, ...theirs].map((one) => ({
            ...one,
            ...plan.persons.find((write) => write.person.id === one.id)?.change,
          }));
          const undo = planUndo(plan.merged, merged, all);
          expect(undo.not_returned).toEqual([]);
          expect(diffCustomers(changedCustomer(merged, undo.survivor, now), survivor)).toEqual([]);
          for (const one of [...ours, ...theirs]) {
            const moved = plan.merged.persons_moved.some(({ id }) => id === one.id);
            const after = {
              ...all.find(({ id }) => id === one.id),
              ...undo.persons.find((write) => write.person.id === one.id)?.change,
              ...(moved ? { customer_id: "cus_2" } : {}),
            };
            expect(after).toEqual(one);
          }
          expect(
            new Set(
              all
                .filter((one) => one.customer_id === "cus_1" && one.email_key !== null)
                .map((one) => one.email_key),
            ).size,
          ).toBeLessThanOrEqual(all.filter((one) => one.customer_id === "cus_1").length);
        },
      ),
    );
  });
});

function order(changes: { field: string }[], name: string): number {
  return changes.findIndex((change) => change.field === name);
}

describe("CSV", () => {
  test("given any cells, a parser reads back what was written, and no cell begins a formula", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            anyText,
            fc.constantFrom(
              "=1+1",
              "+49 30",
              "-5",
              "@a",
              "\tx",
              "\rx",
              ";=cmd|' /C calc'!A0",
              "＝1",
              "'=x",
              "a,b",
              'say "hi"',
              " lead",
              "\n",
            ),
          ),
          { minLength: 2, maxLength: 5 },
        ),
        (cells) => {
          const [read] = parse(csvLine(["first", ...cells]));
          expect(read?.slice(1).map(unharmed)).toEqual(cells);
          for (const cell of read ?? []) expect(cell).not.toMatch(/^[\s;,|"]*[=+\-@＝＋－＠]/);
        },
      ),
    );
  });

  test("given a negative number, it stays a number", () => {
    expect(csvLine([-5, "-5", null, true])).toBe("-5,'-5,,true\r\n");
  });
});

describe("COPY text", () => {
  test("given any texts, undoing the escapes of the manual gives them back", () => {
    const unescape = (text: string): string | null =>
      text === "\\N"
        ? null
        : text.replace(
            /\\([\\tnr])/g,
            (_, sign: string) => ({ "\\": "\\", t: "\t", n: "\n", r: "\r" })[sign] ?? "",
          );
    fc.assert(
      fc.property(
        fc.array(fc.oneof(anyText, fc.constant(null), fc.constantFrom("\\N", "\\", "a\tb", "\r\n", "\\t")), {
          minLength: 1,
        }),
        (cells) => {
          const line = copyLine(cells);
          expect(line.endsWith("\n")).toBe(true);
          expect(line.slice(0, -1).split("\t").map(unescape)).toEqual(cells);
        },
      ),
    );
  });
});
