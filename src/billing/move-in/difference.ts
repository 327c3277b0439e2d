import { amountText } from "#kernel/money.ts";
import type { CustomerId, Id } from "#kernel/id.ts";

/** What a file says of a document or a customer, by a name for each figure. */
export const statedFigures = ["balance", "outstanding", "unused_credits"] as const;
export type StatedFigure = (typeof statedFigures)[number];

/** Something that came in and of which the file says another figure than what it comes to here. Minor units. */
export type Difference = {
  move_in: Id<"mvi">;
  file_name: string;
  row: number;
  kind: "invoice" | "credit_note" | "customer";
  figure: StatedFigure;
  subject: string;
  name: string;
  customer_id: CustomerId;
  customer_name: string;
  currency_code: string;
  stated: bigint;
  here: bigint;
  /** The status as the file has it. */
  status: string | null;
};

/** What is known of what did not come in. */
export type Missing = {
  /** A row of payments or credit notes that names the document and was left out. */
  leftOut: { file_name: string; row: number } | undefined;
  /** Whether a file of payments came in at all. */
  hasPayments: boolean;
};

/** Why one might expect it, and what to do. */
export function whyOf(difference: Difference, missing: Missing): { reason: string; remedy: string } {
  if (difference.kind === "customer") return ofCustomer(difference);
  if (difference.here < difference.stated)
    return {
      reason: `Payments and credit notes that came in settle ${by(difference)} more than the file says`,
      remedy: "Its file may be older than theirs: export both on one day, and compare them.",
    };
  if (difference.status?.toLowerCase() === "void")
    return { reason: "It is void in the file, and not here", remedy: "Void it on its page." };
  return difference.kind === "invoice" ? ofInvoice(difference, missing) : ofCreditNote(difference);
}

function ofInvoice(
  difference: Difference,
  { leftOut, hasPayments }: Missing,
): { reason: string; remedy: string } {
  const reason = `What settled ${by(difference)} of it where it comes from did not come in`;
  if (leftOut !== undefined)
    return {
      reason: `${reason}: row ${leftOut.row} of ${leftOut.file_name} names it and was left out`,
      remedy: "Correct that row, and import it.",
    };
  if (!hasPayments)
    return {
      reason: `${reason}: no payments came in yet`,
      remedy: "Import the payments, then the credit notes.",
    };
  return {
    reason,
    remedy:
      "Look for payments and credit notes that name it, and import them; write off on its page what was written off.",
  };
}

function ofCreditNote(difference: Difference): { reason: string; remedy: string } {
  return {
    reason: `${by(difference)} of it is used where it comes from, and the file does not say for which invoice`,
    remedy: "Apply it to that invoice on its page, or refund it.",
  };
}

function ofCustomer(difference: Difference): { reason: string; remedy: string } {
  const isMore = difference.here > difference.stated;
  if (difference.figure === "outstanding")
    return isMore
      ? {
          reason: `${by(difference)} more is open on invoices that came in`,
          remedy: "Import the payments and credit notes; its invoices that differ are listed here too.",
        }
      : {
          reason: `Invoices with ${by(difference)} that is open did not come in`,
          remedy: "Import the invoices; an opening balance is entered as an invoice.",
        };
  return isMore
    ? {
        reason: `${by(difference)} more is unused of payments and credit notes that came in`,
        remedy: "Apply it to the invoices that it settled where it comes from, or refund it.",
      }
    : {
        reason: `Payments or credit notes with ${by(difference)} that is unused did not come in`,
        remedy: "Import the payments and credit notes.",
      };
}

function by({ stated, here, currency_code: currency }: Difference): string {
  const apart = here > stated ? here - stated : stated - here;
  return `${amountText(apart, currency)} ${currency}`;
}
