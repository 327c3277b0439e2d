import type { CreditNoteStatus } from "#billing/credit-note/credit-note-status.ts";
import type { StatusWords } from "#web/billing/documents/status.ts";

export const creditNoteWords: StatusWords<CreditNoteStatus> = {
  draft: { word: "Draft", meaning: "gray" },
  open: { word: "Open", meaning: "change" },
  closed: { word: "Closed", meaning: "agree" },
  void: { word: "Void", meaning: "gray" },
};
