import type { ReportView } from "#billing/report/report.api.ts";
import { useCreditNotePlaces } from "#web/billing/credit-notes/places.ts";
import { useCustomerPlaces } from "#web/billing/customers/places.ts";
import { useInvoicePlaces } from "#web/billing/invoices/places.ts";
import { usePaymentPlaces } from "#web/billing/payments/places.ts";
import { useReportPlaces } from "./places.ts";

type Place = { to: string; search: object };

/** Where a row leads, by the id that it has: to a page, or from a tax to the documents of the same days. */
export function useRowPlace({
  from,
  to,
}: ReportView): (id: string | number | null | undefined) => Place | undefined {
  const places: Readonly<Record<string, (id: string) => string>> = {
    cus: useCustomerPlaces().customer,
    inv: useInvoicePlaces().invoice,
    crn: useCreditNotePlaces().page,
    pay: usePaymentPlaces().payment,
  };
  const { report } = useReportPlaces();
  return (id) => {
    if (typeof id !== "string") return undefined;
    const [prefix = ""] = id.split("_");
    const days = from === null ? { to } : { from, to };
    if (prefix === "tax" && id !== "tax") return { to: report("tax-documents"), search: days };
    const page = places[prefix];
    return page && { to: page(id), search: {} };
  };
}
