import { IconBan, IconSend, IconTrash } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import * as api from "#billing/credit-note/credit-note.api.ts";
import { isNothing } from "#billing/paper/price-words.ts";
import type { Deed } from "#web/billing/documents/page/DocumentPage.tsx";
import { useDoing } from "#web/billing/documents/page/doing.ts";
import { sureToDelete } from "#web/billing/documents/page/questions.ts";
import { showAmount } from "#web/ui/show.ts";
import { useCreditNotePlaces } from "./places.ts";

/** What can be done with a credit note beside spending it. */
export function useCreditNoteDeeds(note: api.CreditNoteView): Deed[] {
  const doing = useDoing();
  const navigate = useNavigate();
  const places = useCreditNotePlaces();
  const params = { credit_note: note.id };
  const total = showAmount(note.total, note.currency_code);
  const { status, number, customer_name: customer } = note;
  if (status === "draft")
    return [
      {
        ...{ label: "Open", icon: IconSend, isMain: true },
        question: {
          title: "Open this credit note?",
          text: `It gets its number, its lines stand fixed from then on, and its ${total} is credit of ${customer}, for invoices or a refund.`,
          yes: "Open credit note",
        },
        run: async () => `${(await doing(api.openCreditNote, { params })).number} is open.`,
      },
      {
        ...{ label: "Delete draft", icon: IconTrash, isDangerous: true },
        question: sureToDelete(note),
        run: async () => {
          await doing(api.deleteCreditNote, { params }, { leave: () => navigate({ to: places.list }) });
          return "The draft is deleted.";
        },
      },
    ];
  // What is used of it is taken back first.
  if (status === "void" || !isNothing(note.applied) || !isNothing(note.refunded)) return [];
  return [
    {
      ...{ label: "Void", icon: IconBan, isDangerous: true },
      reason: {
        title: `Void ${number}?`,
        text: `Its ${total} is no credit of ${customer} any more. Its number stays used, and the ledger takes back what it said. This cannot be undone.`,
        yes: "Void credit note",
      },
      run: async (reason) => {
        await doing(api.voidCreditNote, { params, body: { reason } });
        return `${number} is void.`;
      },
    },
  ];
}
