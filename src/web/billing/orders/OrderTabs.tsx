import { PageTabs } from "#web/ui/PageTabs.tsx";
import { usePurchaseOrderPlaces, useSalesOrderPlaces, useVendorPlaces } from "./places.ts";

const labels = { sales: "Sales orders", purchase: "Purchase orders", vendors: "Vendors" };

/** The lists of orders, one beside the other. */
export function OrderTabs({ here }: { here: keyof typeof labels }) {
  const tabs = [
    { label: labels.sales, to: useSalesOrderPlaces().list },
    { label: labels.purchase, to: usePurchaseOrderPlaces().list },
    { label: labels.vendors, to: useVendorPlaces().list },
  ];
  return <PageTabs label="Orders" tabs={tabs} here={labels[here]} />;
}
