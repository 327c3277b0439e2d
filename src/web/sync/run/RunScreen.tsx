import { Button, Stack, Text } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { cancelRun, exportRun, type RunView } from "#sync/run/run.api.ts";
import { addressOf } from "#platform/http/call.ts";
import { useSend } from "#web/api.ts";
import { useMay, useOrganization } from "#web/app/organization.ts";
import { usePlaces } from "#web/sync/places.ts";
import { isActive, isShow, runKinds, runTold } from "#web/sync/words.ts";
import { Empty } from "#web/ui/Empty.tsx";
import { Loaded } from "#web/ui/Loaded.tsx";
import { Page } from "#web/ui/Page.tsx";
import { Progress } from "#web/ui/Progress.tsx";
import { showCount, showDuration } from "#web/ui/show.ts";
import { Status } from "#web/ui/Status.tsx";
import { tellProblem } from "#web/ui/tell.tsx";
import { When } from "#web/ui/When.tsx";
import { Again } from "./Again.tsx";
import { Approve } from "./Approve.tsx";
import { CountTiles } from "./CountTiles.tsx";
import { Explanation } from "./Explanation.tsx";
import { Failure } from "./Failure.tsx";
import { useLeftOut } from "./left-out.ts";
import { useLiveRun } from "./live-run.ts";
import { type RecordFilter, RecordList } from "./RecordList.tsx";
import { useRunSince } from "./run-since.ts";
import { useStalled } from "./stalled.ts";
import { UndoRun } from "./UndoRun.tsx";

const at = "/o/$org/settings/integrations/runs/$run";

/** A preview, a run in progress, or what a run did: one layout for all three. */
export function RunScreen() {
  const { run: id } = useParams({ from: at });
  return id.startsWith("run_") ? <KnownRun id={id} /> : <NoSuchRun />;
}

/** An address that is none of a run: nothing is asked that could only be refused. */
function NoSuchRun() {
  const places = usePlaces();
  return (
    <Page title="Run">
      <Empty
        sentence="There is no such run."
        action={
          <Button component={Link} to={places.history} variant="default">
            All runs
          </Button>
        }
      />
    </Page>
  );
}

function KnownRun({ id }: { id: string }) {
  const asked = useLiveRun(id);
  const run = asked.data;
  const isLost = asked.isError || asked.failureCount > 0 || asked.isPaused;
  return (
    <Page
      title={run === undefined ? "Run" : runKinds[run.kind]}
      status={run && <Status {...runTold(run)} />}
      facts={run === undefined ? [] : factsOf(run)}
      action={
        run &&
        !isActive(run) && (
          <>
            <ExportLink run={run} />
            <Again run={run} key={run.id} />
            <UndoRun run={run} key={`undo ${run.id}`} />
          </>
        )
      }
    >
      <Loaded of={asked}>{(found) => <RunBody run={found} isLost={isLost} key={found.id} />}</Loaded>
    </Page>
  );
}

type LiveProps = {
  run: RunView;
  /** The server does not answer; what is known of the run is from before. */ isLost: boolean;
};

function RunBody({ run, isLost }: LiveProps) {
  const filter: RecordFilter = useSearch({ from: at });
  const navigate = useNavigate({ from: at });
  const onFilter = (next: RecordFilter): void =>
    void navigate({ search: next, replace: true, resetScroll: false });
  const leftOut = useLeftOut(run.id);
  const isPreview = run.kind === "preview";
  const isPlan = isPreview && run.status === "done";
  const since = useRunSince(run);
  const canApprove = isPlan && since === undefined;
  return (
    <Stack gap="md">
      {isActive(run) && <Active run={run} isLost={isLost} />}
      {run.error !== null && <Failure problem={run.error} connection={run.connection} />}
      <Explanation run={run} canApprove={canApprove} />
      <CountTiles
        counts={run.counts}
        isPreview={isShow(run.kind)}
        chosen={filter.outcome}
        onChoose={(outcome) => onFilter({ ...filter, outcome })}
      />
      {!isActive(run) && (
        <RecordList
          run={run}
          filter={filter}
          onFilter={onFilter}
          leftOut={canApprove ? leftOut : undefined}
        />
      )}
      {isPlan && <Approve run={run} leftOut={leftOut} since={since} />}
    </Stack>
  );
}

function Active({ run, isLost }: LiveProps) {
  const mayCancel = useMay("write");
  const cancel = useSend(cancelRun, { failed: tellProblem });
  const isCancelling = cancel.isPending || cancel.isSuccess;
  const isStalled = useStalled(run);
  const isMoving = !isLost && !isStalled;
  return (
    <Progress
      phase={isLost ? "Connection lost, trying again" : phaseOf(run, isCancelling)}
      done={run.done}
      expected={run.expected ?? undefined}
      unit="records"
      rate={isMoving ? (run.rate ?? undefined) : undefined}
      {...(mayCancel && !isLost && !isCancelling
        ? { onCancel: () => cancel.mutate({ params: { run: run.id } }) }
        : {})}
    >
      {isStalled && !isLost && (
        <Text size="sm" role="status">
          No progress for a while: it waits for the CRM, or to be taken over by another worker, which then
          goes on where it stopped.
        </Text>
      )}
      <Text size="sm" c="dimmed">
        {showCount(run.api_calls, "API call")}, {showCount(run.api_credits, "credit")}. It goes on when you
        leave this page.
      </Text>
    </Progress>
  );
}

function phaseOf(run: RunView, isCancelling: boolean): string {
  if (isCancelling) return "Stopping after the present batch";
  return run.status === "queued" ? "Waiting to start" : run.phase;
}

function ExportLink({ run }: { run: RunView }) {
  const { id } = useOrganization();
  const address = `${addressOf(exportRun, { params: { run: run.id } })}?organization=${encodeURIComponent(id)}`;
  return (
    <Button variant="default" component="a" href={address} download leftSection={<IconDownload size={16} />}>
      CSV
    </Button>
  );
}

function factsOf(run: RunView): React.ReactNode[] {
  return [
    <>
      by {run.started_by.name}, <When at={run.started_at ?? run.queued_at} />
    </>,
    ...(run.mode === null ? [] : [run.mode === "full" ? "everything read" : "changes only"]),
    ...(run.seconds === null || isActive(run) ? [] : [showDuration(run.seconds * 1000)]),
    ...(run.reader === null
      ? []
      : [
          <span key="reader" title={run.reader.why}>
            {run.reader.reader === "bulk" ? "read in bulk" : "read by pages"}
          </span>,
        ]),
    ...(isActive(run)
      ? []
      : [`${showCount(run.api_calls, "API call")}, ${showCount(run.api_credits, "credit")}`]),
  ];
}
