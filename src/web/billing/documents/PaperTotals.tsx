import type { Reckoning } from "#billing/paper/paper.ts";
import classes from "./Paper.module.css";

/** What a document comes to, from the lines down to what is due. */
export function PaperTotals({ of: { sums, remarks } }: { of: Reckoning }) {
  return (
    <div className={classes.totals}>
      <dl className={`${classes.sums} figures`}>
        {sums.map(({ name, amount, isTotal }) => (
          <div key={name} data-total={isTotal || undefined}>
            <dt>{name}</dt>
            <dd>{amount}</dd>
          </div>
        ))}
      </dl>
      {remarks.map((remark) => (
        <p key={remark}>{remark}</p>
      ))}
    </div>
  );
}
