import { getRouteApi } from "@tanstack/react-router";
import { createCreditNote } from "#billing/credit-note/credit-note.api.ts";
import { NewDocument } from "#web/billing/documents/form/NewDocument.tsx";
import { bodyOf } from "#web/billing/documents/form/written-values.ts";
import { useDoing } from "#web/billing/documents/page/doing.ts";
import { creditNoteForm } from "./credit-note-form.ts";
import { useCreditNotePlaces } from "./places.ts";

const route = getRouteApi("/o/$org/billing/credit-notes/new");

/** A new credit note by hand: a draft, until it is opened. */
export function NewCreditNote() {
  const places = useCreditNotePlaces();
  const doing = useDoing();
  return (
    <NewDocument
      kind={creditNoteForm}
      customer={route.useSearch().customer}
      create={async (customer_id, values) =>
        places.page((await doing(createCreditNote, { body: { customer_id, ...bodyOf(values) } })).id)
      }
      list={places.list}
    />
  );
}
