/** What is shown of a credit note. */
export const creditNoteStatuses = ["draft", "open", "closed", "void"] as const;
export type CreditNoteStatus = (typeof creditNoteStatuses)[number];
