import { Alert, List, Text } from "@mantine/core";
import { listRunRecords, type RunRecordView, type RunView } from "#sync/run/run.api.ts";
import { useCall } from "#web/api.ts";
import { Loaded } from "#web/ui/Loaded.tsx";
import { factsOf } from "./facts.ts";
import classes from "./Run.module.css";
import { fieldWords, showValue } from "./show-value.ts";

/** As many records as a dialog names; the run's page names them all. */
export const mostNamed = 20;

/** What an undo gives back, by record and field: what it is now, what it becomes, where, and whose edit is taken back. */
export function Returns({ run }: { run: RunView }) {
  const query = { outcome: "updated", limit: 2 * mostNamed };
  const records = useCall(listRunRecords, { params: { run: run.id }, query });
  return (
    <section aria-label="What goes back">
      <Loaded of={records}>
        {({ items, next_cursor: more }) => {
          const here = items.filter(({ side }) => side === "billing");
          const there = items.filter(({ side }) => side === "crm");
          return (
            <>
              {there.length > 0 && (
                <Alert color="conflict" variant="light" mb="sm">
                  The CRM is written, too: what people edited on either side is taken back on both. Each side
                  counts as a record of its own.
                </Alert>
              )}
              <List size="sm" spacing={8} listStyleType="none">
                {here.slice(0, mostNamed).map((record) => (
                  <List.Item key={record.seq} styles={{ itemWrapper: { display: "block" } }}>
                    <b>{record.name}</b>
                    <Fields record={record} inCrm={there.filter((one) => isSame(one, record))} />
                  </List.Item>
                ))}
                {(more !== null || here.length > mostNamed) && (
                  <List.Item>… and more, which the run will name.</List.Item>
                )}
              </List>
            </>
          );
        }}
      </Loaded>
    </section>
  );
}

function isSame(one: RunRecordView, other: RunRecordView): boolean {
  return one.customer === other.customer && one.contact_person === other.contact_person;
}

const sides = { billing: "billing", crm: "the CRM" } as const;

function Fields({ record, inCrm }: { record: RunRecordView; inCrm: RunRecordView[] }) {
  const { edited_in: edited } = factsOf(record.facts);
  if (record.changes.length === 0) return <Text size="sm">{record.explanation}</Text>;
  const also = new Set(inCrm.flatMap(({ changes }) => changes.map(({ field }) => field)));
  return (
    <table className={classes.changes}>
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Now</th>
          <th scope="col">Goes back to</th>
          <th scope="col">Edited in</th>
          <th scope="col">Written in</th>
        </tr>
      </thead>
      <tbody>
        {record.changes.map(({ field, from, to }) => {
          const where = edited[field];
          return (
            <tr key={field}>
              <th scope="row">{fieldWords(field)}</th>
              <td className={classes.before}>{showValue(from) || "empty"}</td>
              <td className={classes.after}>{showValue(to) || "empty"}</td>
              <td>{where === undefined ? "" : sides[where]}</td>
              <td>{also.has(field) ? "both" : "billing"}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
