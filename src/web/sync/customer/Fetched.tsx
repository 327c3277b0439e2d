import { Text } from "@mantine/core";
import { listRunRecords, type RunRecordView, type RunView } from "#sync/run/run.api.ts";
import { useCall } from "#web/api.ts";
import { Failure } from "#web/sync/run/Failure.tsx";
import { factsOf } from "#web/sync/run/facts.ts";
import { Changes, keptWords } from "#web/sync/run/RecordInside.tsx";
import { Loaded } from "#web/ui/Loaded.tsx";

/** What a fetch of one customer changed, and what it left as billing has it. */
export function Fetched({ run }: { run: RunView }) {
  const records = useCall(listRunRecords, { params: { run: run.id } });
  if (run.error !== null) return <Failure problem={run.error} connection={run.connection} />;
  return (
    <div role="status">
      <Loaded of={records}>
        {({ items }) =>
          items.length === 0 ? (
            <Text>Nothing had to change: both sides hold the same values.</Text>
          ) : (
            items.map((record) => <FetchedRecord key={record.seq} record={record} />)
          )
        }
      </Loaded>
    </div>
  );
}

function FetchedRecord({ record }: { record: RunRecordView }) {
  const { kept } = factsOf(record.facts);
  if (record.changes.length > 0) return <Changes of={record.changes} />;
  return <Text>{kept.length > 0 ? keptWords(kept) : record.explanation}</Text>;
}
