import type { Refusal } from "#kernel/decided.ts";
import { amountText } from "#kernel/money.ts";
import { accept, refuse, type Result } from "#kernel/result.ts";
import type { Instant } from "#kernel/time.ts";
import type { CustomerDocument, Document } from "#billing/document/document.ts";
import { nameOf } from "#billing/document/named.ts";
import type { CreditNoteStatus } from "./credit-note-status.ts";

type Decision = Result<CustomerDocument, Refusal>;

/** The status of a credit note: an open one of which nothing is left is closed. */
export function creditNoteStatus(note: Document): CreditNoteStatus {
  if (note.status === "draft" || note.status === "void") return note.status;
  return note.balance === 0n ? "closed" : "open";
}

/** A draft that is the customer's credit from now on, under its number. */
export function opened(note: CustomerDocument, number: string, now: Instant): CustomerDocument {
  return { ...next(note, now), status: "open", number, issued_at: now };
}

/** A credit note that holds no longer; refused while something of it is used. A draft just ends. */
export function voided(note: CustomerDocument, reason: string | null, now: Instant): Decision {
  const facts = { credit_note: note.id };
  if (note.status === "void") {
    const message = `${nameOf(note)} is void already`;
    return refuse({ code: "credit_note.already_void", facts: { ...facts, message } });
  }
  const used = note.applied + note.refunded;
  if (used > 0n) {
    const message = `${amountText(used, note.currency_code)} ${note.currency_code} of ${note.number} is used`;
    return refuse({ code: "credit_note.in_use", facts: { ...facts, message } });
  }
  return accept({ ...next(note, now), status: "void", reason, closed_at: now });
}

function next(note: CustomerDocument, now: Instant): CustomerDocument {
  return { ...note, version: note.version + 1, updated_at: now };
}
