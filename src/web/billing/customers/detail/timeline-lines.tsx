import { Anchor } from "@mantine/core";
import {
  IconArrowMerge,
  IconArrowsSplit,
  IconBan,
  IconCash,
  IconCashOff,
  IconCreditCard,
  IconCreditCardOff,
  IconCircleCheck,
  IconCircleOff,
  IconFileImport,
  IconFileInvoice,
  IconPencil,
  IconLink,
  IconPlus,
  IconReceiptOff,
  IconRefresh,
  IconSend,
  IconTrash,
  IconUnlink,
  type Icon,
  IconUserEdit,
  IconUserMinus,
  IconUserPlus,
} from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { TimelineEntry } from "#billing/customer/customer.api.ts";
import type { Received } from "#platform/http/endpoint.ts";
import type { customerHistory } from "#sync/run/run.api.ts";
import { happeningWords } from "#web/billing/customers/words.ts";

/** One thing that happened, whoever did it. */
export type Line = {
  id: string;
  at: string;
  icon: Icon;
  who: string;
  /** The rest of a sentence that begins with who. */ did: ReactNode;
  changes: { field: string; from: unknown; to: unknown }[];
};

type SyncEvent = Received<typeof customerHistory>["items"][number];

const icons: Record<string, Icon> = {
  created: IconPlus,
  imported: IconFileImport,
  changed: IconPencil,
  inactivated: IconCircleOff,
  activated: IconCircleCheck,
  merged: IconArrowMerge,
  merged_away: IconArrowMerge,
  merge_undone: IconArrowsSplit,
  linked: IconLink,
  unlinked: IconUnlink,
  contact_person_added: IconUserPlus,
  contact_person_changed: IconUserEdit,
  contact_person_removed: IconUserMinus,
  invoice_created: IconFileInvoice,
  invoice_sent: IconSend,
  invoice_voided: IconBan,
  invoice_written_off: IconReceiptOff,
  invoice_deleted: IconTrash,
  payment_received: IconCash,
  payment_voided: IconBan,
  payment_taken_back: IconCashOff,
  payment_refunded: IconCashOff,
  refund_failed: IconCashOff,
  payment_method_added: IconCreditCard,
  payment_method_removed: IconCreditCardOff,
  payment_method_chosen: IconCreditCard,
};

/** What somebody did here. */
export function lineOfEvent({ id, at, actor, kind, note, changes }: TimelineEntry): Line {
  return {
    id,
    at,
    icon: icons[kind] ?? IconPencil,
    who: actor.name,
    did: `${happeningWords(kind)}${noteWords(kind, note)}`,
    changes,
  };
}

/** A note is whom or what it was done with; what somebody was called when they came is the title of the page. */
function noteWords(kind: string, note: string | null): string {
  if (note === null || kind === "created" || kind === "imported" || isInvoiceId(note)) return "";
  return kind === "changed" ? ` (${note})` : ` ${note}`;
}

/** A draft has no number yet; its id says nothing to a reader. */
function isInvoiceId(note: string): boolean {
  return /^inv_\w+$/.test(note);
}

/** What a sync did with the customer or one of its persons. */
export function lineOfSync(event: SyncEvent, runAt: (run: string) => string): Line {
  const { run, seq, at, by, name, contact_person: person, explanation, changes } = event;
  return {
    id: `${run} ${seq}`,
    at,
    icon: IconRefresh,
    who: by,
    did: (
      <>
        <Anchor component={Link} to={runAt(run)} underline="always">
          synced with the CRM
        </Anchor>
        {person === null ? ". " : `, contact person ${name}. `}
        {explanation}
      </>
    ),
    changes,
  };
}

/** Both in the order of time, newest first. What is older than the part that is loaded waits for the rest. */
export function inOrder(events: Line[], syncs: Line[], hasMore: boolean): Line[] {
  const oldest = hasMore ? events.at(-1)?.at : undefined;
  const shown = oldest === undefined ? syncs : syncs.filter(({ at }) => at >= oldest);
  return [...events, ...shown].toSorted((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
}
