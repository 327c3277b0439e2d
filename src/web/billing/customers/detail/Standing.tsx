import { IconCalendarTime, IconWallet } from "@tabler/icons-react";
import { customerBalance } from "#billing/ledger/ledger.api.ts";
import { useCall } from "#web/api.ts";
import { Figures } from "#web/ui/Glance.tsx";
import { showAmount, showCount } from "#web/ui/show.ts";
import { useOpenOf } from "./latest.ts";

/** What a customer owes and what is owed to it, by the ledger; each figure leads to what it is made of. */
export function Standing({ customer }: { customer: string }) {
  const { data, error } = useCall(customerBalance, { params: { customer } });
  const open = useOpenOf(customer);
  const amount = (of: "outstanding" | "unused_credits"): string | null | undefined =>
    data === undefined ? (error === null ? undefined : null) : showAmount(data[of], data.currency_code);
  return (
    <Figures
      label="Balance"
      of={[
        {
          title: "Outstanding",
          icon: IconCalendarTime,
          to: ".",
          search: { tab: "invoices" },
          count: amount("outstanding"),
          note: open.isWaiting || open.problem !== null ? undefined : openWords(open),
        },
        {
          title: "Unused credits",
          icon: IconWallet,
          to: ".",
          search: { tab: "payments" },
          count: amount("unused_credits"),
          note: "of payments and credit notes",
        },
      ]}
    />
  );
}

/** `3 open invoices, 1 overdue`. */
function openWords({ items, hasMore }: Pick<ReturnType<typeof useOpenOf>, "items" | "hasMore">): string {
  const overdue = items.filter(({ status }) => status === "overdue").length;
  const more = hasMore ? " and more" : "";
  const late = overdue === 0 ? "" : `, ${overdue} overdue`;
  return `${showCount(items.length, "open invoice")}${more}${late}`;
}
