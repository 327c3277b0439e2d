import { useRef } from "react";
import type { SubscriptionOutcome } from "#billing/subscription/subscription.api.ts";
import { atOnceWords } from "#web/billing/subscriptions/words.ts";
import { ask } from "#web/ui/ask.tsx";
import type { FormState } from "#web/ui/form.ts";
import { showCount } from "#web/ui/show.ts";

/** A form of a sale or an action that asks before it writes more than one invoice; `verb` is that of its button. */
export function useAskFirst<Values>(
  of: FormState<Values>,
  latest: () => Promise<SubscriptionOutcome | undefined>,
  verb: string,
): FormState<Values> {
  const isAsking = useRef(false);
  async function submit(): Promise<void> {
    if (isAsking.current) return;
    isAsking.current = true;
    // What is refused beforehand is refused, with its fields, when it is sent.
    const outcome = await latest().catch(() => undefined);
    const invoices = outcome?.invoices ?? [];
    const many = showCount(invoices.length, "invoice");
    const isAgreed =
      invoices.length < 2 ||
      (await ask({
        title: `Write ${many} at once?`,
        text: `${atOnceWords(invoices)} They take their numbers and are owed.`,
        yes: `${verb} and write ${many}`,
      }));
    isAsking.current = false;
    if (isAgreed) of.submit();
  }
  return { ...of, submit: () => void submit() };
}
