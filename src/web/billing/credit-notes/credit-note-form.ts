import { editCreditNote } from "#billing/credit-note/credit-note.api.ts";
import type { FormKind } from "#web/billing/documents/form/kind.ts";
import { bodyOf } from "#web/billing/documents/form/written-values.ts";

export const creditNoteForm: FormKind = {
  name: "credit note",
  title: "Credit note",
  party: "customer",
  until: null,
  body: bodyOf,
  schema: editCreditNote.body,
};
