import type { FinanceDocument } from "#app/finance/finance-documents.api.ts";
import { ofKind } from "#billing/paper/of-kind.ts";
import { inApp } from "#web/billing/documents/in-app.ts";
import { Paper } from "#web/billing/documents/Paper.tsx";
import { asDocument } from "#web/billing/orders/purchase/purchase-order-form.ts";

/** A document of billing as its paper. */
export function DocumentSheet({ of }: { of: Exclude<FinanceDocument, { module: "subscriptions" }> }) {
  switch (of.module) {
    case "invoices":
      return <Paper document={of.document} of={ofKind(inApp, "invoice", of.document)} />;
    case "estimates":
      return (
        <Paper
          document={of.document}
          of={ofKind(inApp, "estimate", { ...of.document, due_date: of.document.expiry_date })}
        />
      );
    case "sales_orders":
      return (
        <Paper
          document={of.document}
          of={ofKind(inApp, "sales_order", { ...of.document, due_date: of.document.delivery_date })}
        />
      );
    default:
      return (
        <Paper
          document={asDocument(of.document)}
          of={ofKind(inApp, "purchase_order", { ...of.document, due_date: of.document.delivery_date })}
        />
      );
  }
}
