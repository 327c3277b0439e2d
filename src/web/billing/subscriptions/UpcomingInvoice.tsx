import { Text, UnstyledButton } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { useState } from "react";
import type { InvoiceView } from "#billing/invoice/invoice.api.ts";
import { reckoningOf } from "#billing/paper/paper.ts";
import { inApp } from "#web/billing/documents/in-app.ts";
import { PaperLines } from "#web/billing/documents/PaperLines.tsx";
import { PaperTotals } from "#web/billing/documents/PaperTotals.tsx";
import { showAmount, showDay } from "#web/ui/show.ts";

type UpcomingInvoiceProps = {
  invoice: InvoiceView;
  /** Whether its lines are shown before anybody asks for them. */ isOpen?: boolean;
};

/** An invoice that nobody has written yet: its day and its total, and its lines where one wants to see them. */
export function UpcomingInvoice({ invoice, isOpen = false }: UpcomingInvoiceProps) {
  const [isShown, setShown] = useState(isOpen);
  const reckoning = reckoningOf(inApp, invoice, []);
  const Chevron = isShown ? IconChevronDown : IconChevronRight;
  return (
    <div>
      <UnstyledButton onClick={() => setShown(!isShown)} aria-expanded={isShown}>
        <Chevron size={14} aria-hidden />{" "}
        <Text span>
          Invoice of {showDay(invoice.date)}:{" "}
          <strong>{showAmount(invoice.total, invoice.currency_code)}</strong>
          {invoice.balance !== invoice.total &&
            `, ${showAmount(invoice.balance, invoice.currency_code)} to pay after credits`}
        </Text>
      </UnstyledButton>
      {isShown && (
        <>
          <PaperLines of={reckoning} />
          <PaperTotals of={reckoning} />
        </>
      )}
    </div>
  );
}
