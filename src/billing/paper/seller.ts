import type { Words } from "#billing/language/words/english.ts";
import { ibanWords } from "#billing/organization/iban.ts";

/** What documents say of their writer beside name and address; what is missing or empty is not printed. */
export type Seller = {
  tax_label?: string | null;
  tax_number?: string | null;
  bank_account?: Readonly<Record<string, string>>;
  payment_instructions?: string | null;
};

/** The parts of a bank account in the order in which they are printed. */
const parts = ["holder", "iban", "account_number", "routing_number", "bic", "bank_name"] as const;

/** The number for tax with what it is called; nothing where there is none. */
export function taxLines(
  { tax_label: label, tax_number: number }: Seller,
  { taxNumber }: Words["seller"],
): string[] {
  return number ? [`${label || taxNumber} ${number}`] : [];
}

/** How to pay, line by line: the bank account, then the organization's own words. Empty where nothing is said. */
export function howToPay(
  { bank_account: account = {}, payment_instructions: own }: Seller,
  words: Words["seller"],
): string {
  const lines = parts.flatMap((part) => {
    const value = account[part];
    return value ? [`${words[part]}: ${part === "iban" ? ibanWords(value) : value}`] : [];
  });
  return [...lines, ...(own ? [own] : [])].join("\n");
}
