import type { Command } from "commander";
import { isMostlyCredit } from "#billing/payment/mostly-credit.ts";
import { AppError } from "#kernel/errors.ts";
import { amountText, minorOf } from "#kernel/money.ts";

/** Says that what settles no invoice is meant to become credit. */
export type CreditOption = { asCredit?: boolean };

/** Lets a command record more than settles invoices. */
export function withAsCredit(command: Command): Command {
  return command.option(
    "--as-credit",
    "the rest is to be the customer's credit; without it, a payment of which more becomes credit than settles invoices is refused",
  );
}

type Paid = {
  amount: string;
  /** What of it settles invoices. */ settled: readonly string[];
  currency: string;
  /** How the settled sum is called: `is open on INV-000001`. */ words: string;
};

/**
 * Refuses a payment of which more would become credit than settles invoices, unless that is what is meant: where a page
 * asks, a command has nobody to ask. What is no amount of the currency is left to the server to refuse.
 */
export function refuseUnmeantCredit(
  { amount, settled, currency, words }: Paid,
  { asCredit }: CreditOption,
): void {
  const paid = minorOf(amount, currency) ?? 0n;
  const used = settled.reduce((sum, part) => sum + (minorOf(part, currency) ?? 0n), 0n);
  if (asCredit === true || !isMostlyCredit(paid, used)) return;
  const [whole, open, rest] = [paid, used, paid - used].map(
    (minor) => `${amountText(minor, currency)} ${currency}`,
  );
  throw new AppError("cli.becomes_credit", {
    message: `Of ${whole} only ${open} ${words}: ${rest} would become the customer's credit`,
  });
}
