import { Link } from "@tanstack/react-router";
import classes from "./PageTabs.module.css";

type PageTabsProps = {
  /** What they are parts of, for screen readers: `Orders`. */
  label: string;
  tabs: readonly { label: string; to: string; search?: Record<string, string> }[];
  /** The label of the one that is shown. */
  here: string;
};

/** Pages that stand one beside the other: each is a link. */
export function PageTabs({ label, tabs, here }: PageTabsProps) {
  return (
    <nav aria-label={label} className={classes.tabs}>
      {tabs.map((tab) => (
        <Link
          key={tab.label}
          to={tab.to}
          {...(tab.search === undefined ? {} : { search: tab.search as never, resetScroll: false })}
          // Without it the router takes one whose address is the beginning of another's for the current one.
          activeOptions={{ exact: true }}
          aria-current={tab.label === here ? "page" : undefined}
          className={classes.tab}
        >
          {tab.label}
        </Link>
      ))}
    </nav>
  );
}
