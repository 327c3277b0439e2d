import { z } from "zod";
import { isId } from "#kernel/id.ts";
import { isCurrency } from "#kernel/money.ts";
import { isVisible } from "#kernel/text.ts";
import { decimalText } from "#billing/document/amount.api.ts";
import { pageSize } from "#billing/customer/customer-schema.api.ts";

// Control characters but the line end; a name has not even that.
const unprintable = /[^\P{Cc}\n]/u;

/** A line of text: a name, a unit. */
export function lineInput(field: string, most: number) {
  return z
    .string()
    .trim()
    .min(1, `Enter the ${field}`)
    .max(most, `Use at most ${most} characters`)
    .refine((text) => text === "" || isVisible(text), `Enter a ${field} that can be seen`)
    .refine((text) => !/\p{Cc}/u.test(text) && text.isWellFormed(), "must be one line of whole characters");
}

/** Some lines of text; an empty one is none. */
export const descriptionInput = z
  .union([z.string(), z.null()])
  .transform((text) => text?.replaceAll(/\r\n?/g, "\n").trim() || null)
  .refine((text) => text === null || text.length <= 2000, "Use at most 2000 characters")
  .refine(
    (text) => text === null || (!unprintable.test(text) && text.isWellFormed()),
    "must be whole characters, without control characters",
  );

/** A code that people and programs call something by, also in an address. */
export const codeInput = z
  .string()
  .trim()
  .min(1, { error: "Enter the code", abort: true })
  .max(100, "Use at most 100 characters")
  .regex(
    /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/,
    "must be letters, digits and - _ . between them, such as basic-monthly",
  )
  .refine(
    (code) => !(["pln", "adn", "cou"] as const).some((prefix) => isId(prefix, code)),
    "must not look like an id",
  );

/** A decimal that is not negative, of a size that the catalog has room for. */
export function decimalInput(example: string) {
  return decimalText(
    `a number such as ${example}, not below 0, with at most 12 digits before and 8 after the point`,
    /^\d{1,12}(\.\d{1,8})?$/,
  );
}

const Bracket = z.strictObject({
  from: decimalInput("1"),
  /** Null in the last bracket: it has no end. */
  to: decimalInput("10").nullable(),
  price: decimalInput("19.99"),
});

/** What something costs in one currency. */
export const PriceInput = z.strictObject({
  /** The organization's currency where not said. */
  currency_code: z.string().refine(isCurrency, "must be a currency code such as EUR").optional(),
  /** Of one unit; for schemes without brackets. */
  price: decimalInput("19.99").nullable().optional(),
  brackets: z.array(Bracket).max(100, "Use at most 100 brackets").nullable().optional(),
});

export const PlanPriceInput = PriceInput.extend({ setup_fee: decimalInput("49.00").optional() });

/** The prices of something, one a currency. */
export function pricesInput<Price extends z.ZodType>(price: Price) {
  return z.array(price).min(1, "Enter a price").max(50, "Use at most 50 currencies");
}

export const PriceView = z.object({
  currency_code: z.string(),
  price: z.string().nullable(),
  brackets: z.array(z.object({ from: z.string(), to: z.string().nullable(), price: z.string() })).nullable(),
});

export const OfferStatus = z.enum(["active", "inactive"]);

/** What lists of the catalog can be asked for. */
export const listQuery = {
  /** What holds it in its name or code. */
  search: z.string().trim().max(200).optional(),
  cursor: z.string().max(2000).optional(),
  limit: pageSize,
};

/** The version that an edit was made on; where there is a newer one, the edit is refused. */
export const versionInput = z.int().min(1).optional();

/** Plans or addons, by id or code. */
export const referencesInput = z
  .array(z.string().trim().min(1, "must not be empty").max(100))
  .max(200, "Name at most 200");
