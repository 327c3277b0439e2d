import { describe, expect, test } from "vitest";
import { createProduct } from "#billing/catalog/product.api.ts";
import { createCustomer } from "#billing/customer/customer.api.ts";
import { customerField } from "#billing/customer/customer-fields.ts";
import { validateValue } from "#billing/customer/field-value.ts";
import { createTax } from "#billing/tax/tax.api.ts";
import { createVendor } from "#billing/vendor/vendor.api.ts";
import { isVisible } from "#kernel/text.ts";
import { createOrganization } from "#platform/auth/organization.api.ts";

const unseen = {
  "spaces without width": "\u200B\u200B",
  "a mark of direction": "\u202E",
  "a soft hyphen": "\u00AD",
  "a Hangul filler": "\u3164",
  "blanks of braille": "\u2800 \u2800",
  "a variation selector": "\uFE0F",
};

describe.each(Object.entries(unseen))("given a name of %s", (_what, name) => {
  test("then there is nothing to see of it", () => expect(isVisible(name)).toBe(false));

  test("then no customer, product, vendor, tax or organization is called so", () => {
    const problems = [
      createCustomer.body.safeParse({ display_name: name }),
      createProduct.body.safeParse({ name }),
      createVendor.body.safeParse({ name }),
      createTax.body.safeParse({ name, percentage: "19" }),
      createOrganization.body.safeParse({ name }),
    ].map(({ error }) => error?.issues.find(({ path }) => String(path[0]).endsWith("name"))?.message);
    expect(problems).toEqual([
      "Display name holds no visible character",
      ...Array.from({ length: 4 }, () => "Enter a name that can be seen"),
    ]);
  });

  test("then a field that may be empty is empty, so that no file or CRM makes a name of it", () => {
    expect(validateValue(customerField("company_name"), name)).toEqual({ ok: true, value: null });
  });
});

test.each(["A", "日本", "Ａ", "👩‍👩‍👧", "é", "\u200Bالعربية", "-"])("given %j, then it is seen", (name) => {
  expect(isVisible(name)).toBe(true);
  expect(validateValue(customerField("display_name"), name)).toEqual({ ok: true, value: name });
});
