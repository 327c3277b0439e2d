import { ibanWords } from "#billing/organization/iban.ts";

/** What documents say of their writer beside name and address; what is missing or empty is not printed. */
export type Seller = {
  tax_label?: string | null;
  tax_number?: string | null;
  bank_account?: Readonly<Record<string, string>>;
  payment_instructions?: string | null;
};

/** The parts of a bank account in the order in which they are printed. */
const parts: readonly [part: string, words: string][] = [
  ["holder", "Account holder"],
  ["iban", "IBAN"],
  ["account_number", "Account number"],
  ["routing_number", "Routing number"],
  ["bic", "BIC"],
  ["bank_name", "Bank"],
];

/** The number for tax with what it is called; nothing where there is none. */
export function taxLines({ tax_label: label, tax_number: number }: Seller): string[] {
  return number ? [`${label || "VAT number"} ${number}`] : [];
}

/** How to pay, line by line: the bank account, then the organization's own words. Empty where nothing is said. */
export function howToPay({ bank_account: account = {}, payment_instructions: words }: Seller): string {
  const lines = parts.flatMap(([part, name]) => {
    const value = account[part];
    return value ? [`${name}: ${part === "iban" ? ibanWords(value) : value}`] : [];
  });
  return [...lines, ...(words ? [words] : [])].join("\n");
}
