import { Text } from "@mantine/core";
import { listRunRecords, type RunView } from "#sync/run/run.api.ts";
import { useCall } from "#web/api.ts";
import { Failure } from "#web/sync/run/Failure.tsx";
import { Changes } from "#web/sync/run/RecordInside.tsx";
import { Loaded } from "#web/ui/Loaded.tsx";

/** What a fetch of one customer changed. */
export function Fetched({ run }: { run: RunView }) {
  const records = useCall(listRunRecords, { params: { run: run.id } });
  if (run.error !== null) return <Failure problem={run.error} connection={run.connection} />;
  return (
    <div role="status">
      <Loaded of={records}>
        {({ items }) => {
          const changed = items.filter(({ changes }) => changes.length > 0);
          if (changed.length === 0)
            return <Text>Nothing had to change: both sides hold the same values.</Text>;
          return changed.map(({ seq, changes }) => <Changes key={seq} of={changes} />);
        }}
      </Loaded>
    </div>
  );
}
