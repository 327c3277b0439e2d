import { Stack, Title } from "@mantine/core";
import { listCreditNotes } from "#billing/credit-note/credit-note.api.ts";
import { usePages } from "#web/api.ts";
import { useCreditNotePlaces } from "#web/billing/credit-notes/places.ts";
import { creditNoteWords } from "#web/billing/credit-notes/words.ts";
import { ProblemBox } from "#web/ui/Problem.tsx";
import { BilledTable } from "./BilledTable.tsx";

/** What was given back of a subscription, the newest first; nothing where that is nothing. */
export function CreditNotes({ subscription }: { subscription: string }) {
  const places = useCreditNotePlaces();
  const notes = usePages(listCreditNotes, { query: { subscription_id: subscription, limit: 10 } });
  if (notes.problem === null && notes.items.length === 0) return null;
  return (
    <Stack component="section" gap="xs">
      <Title order={2}>Credit notes</Title>
      {notes.problem === null ? (
        <BilledTable
          label="Credit notes"
          pages={notes}
          name={({ number }) => number ?? "Draft"}
          status={({ status }) => creditNoteWords[status]}
          to={places.page}
        />
      ) : (
        <ProblemBox problem={notes.problem} />
      )}
    </Stack>
  );
}
