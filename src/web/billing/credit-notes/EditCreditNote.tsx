import { getRouteApi } from "@tanstack/react-router";
import { editCreditNote, getCreditNote } from "#billing/credit-note/credit-note.api.ts";
import { useCall } from "#web/api.ts";
import { EditDocument } from "#web/billing/documents/form/EditDocument.tsx";
import { bodyOf } from "#web/billing/documents/form/written-values.ts";
import { useDoing } from "#web/billing/documents/page/doing.ts";
import { OneDocument } from "#web/billing/documents/page/OneDocument.tsx";
import { creditNoteForm } from "./credit-note-form.ts";
import { useCreditNotePlaces } from "./places.ts";

const route = getRouteApi("/o/$org/billing/credit-notes/$credit_note/edit");

/** Writes a draft of a credit note anew that was made by hand. */
export function EditCreditNote() {
  const params = route.useParams();
  const doing = useDoing();
  const note = useCall(getCreditNote, { params });
  const page = useCreditNotePlaces().page(params.credit_note);
  return (
    <OneDocument of={note} title="Edit credit note">
      {(found) => (
        <EditDocument
          kind={creditNoteForm}
          document={found}
          reread={async () => (await note.refetch()).data ?? found}
          save={(version, values) => doing(editCreditNote, { params, body: { version, ...bodyOf(values) } })}
          page={page}
        />
      )}
    </OneDocument>
  );
}
