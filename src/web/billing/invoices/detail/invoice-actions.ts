import { useNavigate } from "@tanstack/react-router";
import {
  applyCredits,
  cancelWriteOff,
  deleteInvoice,
  type InvoiceView,
  sendInvoice,
  writeOffInvoice,
} from "#billing/invoice/invoice.api.ts";
import { useSend } from "#web/api.ts";
import { isNothing } from "#billing/paper/price-words.ts";
import { useInvoicePlaces } from "#web/billing/invoices/places.ts";
import { touchedByMoney } from "#web/billing/invoices/words.ts";
import { ask, type Question } from "#web/ui/ask.tsx";
import { showAmount } from "#web/ui/show.ts";
import { tell, tellProblem, tellUndo } from "#web/ui/tell.tsx";

type InvoiceActions = {
  isSending: boolean;
  send: () => void;
  useCredits: () => void;
  writeOff: () => void;
  cancelWriteOff: () => void;
  remove: () => void;
};

/** What can be done with an invoice. What cannot be undone is asked for, with the money that it is about. */
export function useInvoiceActions(invoice: InvoiceView): InvoiceActions {
  const navigate = useNavigate();
  const places = useInvoicePlaces();
  const sending = useSend(sendInvoice, { refreshes: touchedByMoney });
  const crediting = useSend(applyCredits, { refreshes: touchedByMoney });
  const writingOff = useSend(writeOffInvoice, { refreshes: touchedByMoney });
  const cancelling = useSend(cancelWriteOff, { refreshes: touchedByMoney });
  const deletion = useSend(deleteInvoice, {
    refreshes: touchedByMoney,
    failed: tellProblem,
    leave: () => void navigate({ to: places.list }),
    done: () => tell("The draft is deleted."),
  });
  const input = { params: { invoice: invoice.id } };
  const total = showAmount(invoice.total, invoice.currency_code);
  const balance = showAmount(invoice.balance, invoice.currency_code);

  async function send(): Promise<void> {
    const isSure = await ask(sureToSend(total));
    if (!isSure) return;
    const { number } = await sending.mutateAsync(input);
    tell(`${number} is marked as sent.`);
  }

  async function applyAll(): Promise<void> {
    const now = await crediting.mutateAsync(input);
    const rest = isNothing(now.balance) ? "Nothing" : showAmount(now.balance, now.currency_code);
    tell(`${rest} of ${now.number} is due after the credits.`);
  }

  async function writeOff(): Promise<void> {
    const isSure = await ask(sureToWriteOff(balance, invoice));
    if (!isSure) return;
    await writingOff.mutateAsync(input);
    tellUndo(`${balance} of ${invoice.number} is written off.`, () => cancelling.mutateAsync(input));
  }

  async function cancel(): Promise<void> {
    await cancelling.mutateAsync(input);
    const amount = showAmount(invoice.written_off, invoice.currency_code);
    tell(`${amount} of ${invoice.number} is expected again.`);
  }

  async function remove(): Promise<void> {
    const isSure = await ask(sureToDelete(invoice.customer_name, total));
    if (isSure) deletion.mutate(input);
  }

  return {
    isSending: sending.isPending,
    send: () => void send().catch(tellProblem),
    useCredits: () => void applyAll().catch(tellProblem),
    writeOff: () => void writeOff().catch(tellProblem),
    cancelWriteOff: () => void cancel().catch(tellProblem),
    remove: () => void remove(),
  };
}

function sureToSend(total: string): Question {
  return {
    title: "Mark as sent?",
    text: `It gets its number, and its ${total} and every line stand fixed from then on. What is wrong later is corrected by a credit note, or by voiding it and writing another.`,
    yes: "Mark as sent",
  };
}

function sureToWriteOff(balance: string, { number, customer_name: customer }: InvoiceView): Question {
  return {
    title: `Write off ${balance} of ${number}?`,
    text: `It is given up: ${customer} owes it no more, and it counts as a loss of today. Cancel the write-off, in the same menu, expects it again.`,
    yes: "Write off",
  };
}

function sureToDelete(customer: string, total: string): Question {
  return {
    title: "Delete this draft?",
    text: `The draft for ${customer} over ${total} goes; no number is lost by it. This cannot be undone.`,
    yes: "Delete draft",
    danger: true,
  };
}
