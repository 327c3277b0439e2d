import { Link } from "@tanstack/react-router";
import classes from "./FilterTabs.module.css";

type FilterTabsProps<Value extends string> = {
  /** What is chosen by them, for screen readers: `Status`. */
  label: string;
  choices: readonly { value: Value; label: string }[];
  /** The one that is chosen; none: all. */
  value: Value | undefined;
  /** What the address says with a choice. */
  search: (value: Value | undefined) => Record<string, unknown>;
};

/** The choices of a list's most used filter, all in sight. Each is a link: it has an address, and opens in another window. */
export function FilterTabs<Value extends string>({ label, choices, value, search }: FilterTabsProps<Value>) {
  const all = [{ value: undefined, label: "All" }, ...choices];
  return (
    <nav aria-label={label} className={classes.tabs}>
      {all.map((choice) => (
        <Link
          key={choice.label}
          to="."
          search={search(choice.value) as never}
          resetScroll={false}
          aria-current={choice.value === value ? "true" : undefined}
          // Without it the router takes the first one, whose search is part of every other, for the current one.
          activeOptions={{ exact: true }}
          className={classes.tab}
          data-chosen={choice.value === value || undefined}
        >
          {choice.label}
        </Link>
      ))}
    </nav>
  );
}
