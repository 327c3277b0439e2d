import { Button, Group, List, Modal, Stack, Text } from "@mantine/core";
import { IconArrowBackUp } from "@tabler/icons-react";
import { useState } from "react";
import { type CountName, listRunRecords, type RunView } from "#sync/run/run.api.ts";
import { undoRun } from "#sync/undo/undo.api.ts";
import { useCall, useSend } from "#web/api.ts";
import { useMay } from "#web/app/organization.ts";
import { isActive, isShow, isUndo } from "#web/sync/words.ts";
import { Loaded } from "#web/ui/Loaded.tsx";
import { ProblemBox } from "#web/ui/Problem.tsx";
import { Progress } from "#web/ui/Progress.tsx";
import { showCount } from "#web/ui/show.ts";
import { Failure } from "./Failure.tsx";
import { useLiveRun } from "./live-run.ts";
import { useOpenRun } from "./open-run.ts";
import { mostNamed, Returns } from "./Returns.tsx";
import { Stays } from "./Stays.tsx";

/** Takes back what a run did: first a dialog that shows what that would do. Shows nothing where there is nothing to undo. */
export function UndoRun({ run }: { run: RunView }) {
  const mayUndo = useMay("write");
  const [isOpen, setOpen] = useState(false);
  const ask = useSend(undoRun);
  if (!mayUndo || run.status !== "done" || run.undone_by !== null || isShow(run.kind) || isUndo(run.kind))
    return null;
  const open = (): void => {
    setOpen(true);
    ask.mutate({ params: { run: run.id }, body: { dry_run: true } });
  };
  const close = (): void => setOpen(false);
  return (
    <>
      <Button variant="default" leftSection={<IconArrowBackUp size={16} />} onClick={open}>
        Undo this run
      </Button>
      <Modal
        opened={isOpen}
        onClose={close}
        size="lg"
        title="Undo this run"
        closeButtonProps={{ "aria-label": "Close" }}
      >
        {ask.error && <ProblemBox problem={ask.error} />}
        {ask.data && <Asked run={run} dry={ask.data.id} onClose={close} />}
      </Modal>
    </>
  );
}

type AskedProps = { run: RunView; /** The run that shows it. */ dry: string; onClose: () => void };

/** What the undo would do, as soon as that is known, and the button that does it. */
function Asked({ run, dry, onClose }: AskedProps) {
  const openRun = useOpenRun();
  const shown = useLiveRun(dry);
  const undo = useSend(undoRun, {
    refreshes: ["Integrations", "Customers"],
    done: (next) => {
      onClose();
      void openRun(next);
    },
  });
  const willDo = shown.data?.status === "done" && changing(shown.data) > 0;
  return (
    <Stack gap="md">
      {undo.error && <ProblemBox problem={undo.error} />}
      <Loaded of={shown}>{(found) => <Plan of={found} />}</Loaded>
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button
          disabled={!willDo}
          loading={undo.isPending}
          onClick={() => undo.mutate({ params: { run: run.id }, body: { dry_run: false } })}
        >
          Undo
        </Button>
      </Group>
    </Stack>
  );
}

function Plan({ of: run }: { of: RunView }) {
  if (isActive(run))
    return (
      <Progress phase="Looking at what would go back" done={run.done} expected={undefined} unit="records" />
    );
  if (run.error !== null) return <Failure problem={run.error} connection={run.connection} />;
  return (
    <>
      {changing(run) === 0 ? <Text>Nothing would change.</Text> : <Effects of={run} />}
      {(run.counts.updated ?? 0) > 0 && <Returns run={run} />}
      {(run.counts.skipped ?? 0) > 0 && <Named run={run} />}
    </>
  );
}

/** What the undo would do, in numbers. */
function Effects({ of: { counts } }: { of: RunView }) {
  const lines: [CountName, (count: number) => string][] = [
    ["deleted", (count) => `${showCount(count, "record")} that the run made would be deleted`],
    ["updated", (count) => `${showCount(count, "record")} would be given back what they were before`],
    ["unlinked", (count) => `${showCount(count, "record")} would be no longer linked with the CRM`],
  ];
  return (
    <List size="sm" spacing={4} aria-label="What the undo does">
      {lines.flatMap(([name, words]) =>
        (counts[name] ?? 0) > 0 ? [<List.Item key={name}>{words(counts[name] ?? 0)}</List.Item>] : [],
      )}
    </List>
  );
}

/** The records that would stay as they are, with the reason. */
function Named({ run }: { run: RunView }) {
  const query = { outcome: "skipped", limit: mostNamed };
  const records = useCall(listRunRecords, { params: { run: run.id }, query });
  return (
    <section aria-label="Not undone">
      <Text fw={600} size="sm">
        {showCount(run.counts.skipped ?? 0, "record")} would stay, at least in part:
      </Text>
      <Loaded of={records}>
        {({ items, next_cursor: more }) => (
          <List size="sm" spacing={4} listStyleType="none">
            {items.map((record) => (
              <List.Item key={record.seq}>
                <b>{record.name}</b>: {record.explanation}
                <Stays record={record} />
              </List.Item>
            ))}
            {more !== null && <List.Item>… and more, which the run will name.</List.Item>}
          </List>
        )}
      </Loaded>
    </section>
  );
}

function changing({ counts }: RunView): number {
  return (counts.deleted ?? 0) + (counts.updated ?? 0) + (counts.unlinked ?? 0);
}
