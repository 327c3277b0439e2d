import { z } from "zod";
import { isIban, plainIban } from "./iban.ts";

const mostInstructions = 1000;
/** With more, the details of the seller would take a page of their own. */
const mostLines = 15;

/** A text of one line, which papers can set in one. */
function oneLine(most: number) {
  return z
    .string()
    .trim()
    .max(most, `Use at most ${most} characters`)
    .regex(/^\P{Cc}*$/u, "Use one line, without tabs or line breaks");
}

/** A text that may be left empty: that is null. */
function orNone(text: z.ZodType<string, string>) {
  return text.transform((given) => (given === "" ? null : given)).nullable();
}

/** Where customers pay to; what is left empty is not printed. */
const BankAccount = z.strictObject({
  holder: oneLine(140).optional(),
  iban: oneLine(60)
    .transform(plainIban)
    .refine(
      (iban) => iban === "" || isIban(iban),
      "Enter the whole IBAN: its check digits do not fit the rest",
    )
    .optional(),
  account_number: oneLine(60).optional(),
  routing_number: oneLine(60).optional(),
  bic: oneLine(20)
    .transform((bic) => bic.replaceAll(" ", "").toUpperCase())
    .refine(
      (bic) => bic === "" || /^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$/.test(bic),
      "Enter the BIC: 8 or 11 letters and digits",
    )
    .optional(),
  bank_name: oneLine(140).optional(),
});

/** What an organization's documents say of it beside its name and address. */
export const sellerInput = {
  /** What its number for tax is called: `VAT number` unless it is said. */
  tax_label: orNone(oneLine(40)).optional(),
  tax_number: orNone(oneLine(60)).optional(),
  bank_account: BankAccount.optional(),
  /** Printed below the bank account on invoices that are not paid. */
  payment_instructions: orNone(
    z
      .string()
      .trim()
      .transform((text) => text.replaceAll("\r\n", "\n"))
      .refine((text) => text.length <= mostInstructions, `Use at most ${mostInstructions} characters`)
      .refine((text) => /^[\P{Cc}\n]*$/u.test(text), "Use letters and line breaks, without tabs")
      .refine((text) => text.split("\n").length <= mostLines, `Use at most ${mostLines} lines`),
  ).optional(),
};

export const sellerView = {
  tax_label: z.string().nullable(),
  tax_number: z.string().nullable(),
  bank_account: z.record(z.string(), z.string()),
  payment_instructions: z.string().nullable(),
};
