import { Link } from "@tanstack/react-router";
import { usePurchaseOrderPlaces, useSalesOrderPlaces, useVendorPlaces } from "./places.ts";
import classes from "./OrderTabs.module.css";

type OrderTabsProps = { here: "sales" | "purchase" | "vendors" };

/** The lists of orders, one beside the other: each is a link. */
export function OrderTabs({ here }: OrderTabsProps) {
  const tabs = [
    { id: "sales", label: "Sales orders", to: useSalesOrderPlaces().list },
    { id: "purchase", label: "Purchase orders", to: usePurchaseOrderPlaces().list },
    { id: "vendors", label: "Vendors", to: useVendorPlaces().list },
  ];
  return (
    <nav aria-label="Orders" className={classes.tabs}>
      {tabs.map(({ id, label, to }) => (
        <Link key={id} to={to} aria-current={id === here ? "page" : undefined} className={classes.tab}>
          {label}
        </Link>
      ))}
    </nav>
  );
}
