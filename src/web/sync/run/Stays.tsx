import type { RunRecordView } from "#sync/run/run.api.ts";
import { factsOf } from "./facts.ts";
import classes from "./Run.module.css";
import { fieldWords, showValue } from "./show-value.ts";

/** The fields that an undo leaves: what each is now, and what it was before the run. Nothing where there are none. */
export function Stays({ record }: { record: RunRecordView }) {
  const { stays } = factsOf(record.facts);
  if (stays.length === 0) return null;
  return (
    <table className={classes.changes}>
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Before the run</th>
          <th scope="col">Now, stays</th>
        </tr>
      </thead>
      <tbody>
        {stays.map(({ field, now, before }) => (
          <tr key={field}>
            <th scope="row">{fieldWords(field)}</th>
            <td className={classes.before}>{showValue(before) || "empty"}</td>
            <td className={classes.after}>{showValue(now) || "empty"}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
