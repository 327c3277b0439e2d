import { VisuallyHidden } from "@mantine/core";
import classes from "./ValueChange.module.css";
import { showValue } from "./show.ts";

/** A value before and after; of one that was empty before only what came. */
export function ValueChange({ from, to }: { from: unknown; to: unknown }) {
  const [before, after] = [showValue(from), showValue(to)];
  return (
    <span className={classes.change}>
      {before !== empty && (
        <>
          <del className={classes.before}>{before}</del> <span aria-hidden>→</span>
          <VisuallyHidden>became</VisuallyHidden>{" "}
        </>
      )}
      <ins className={classes.after}>{after === empty ? "empty" : after}</ins>
    </span>
  );
}

const empty = showValue(null);
