import { Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import { useCallback } from "react";
import { listRunRecords, type RunView } from "#sync/run/run.api.ts";
import { usePages } from "#web/api.ts";
import { outcomeTold } from "#web/sync/outcomes.ts";
import { isShow, isUndo } from "#web/sync/words.ts";
import { SearchField } from "#web/ui/Filters.tsx";
import { ProblemBox } from "#web/ui/Problem.tsx";
import { Endless } from "#web/ui/table/Endless.tsx";
import { useWaitedLong } from "#web/ui/waiting.ts";
import type { LeftOut } from "./left-out.ts";
import { RecordRow } from "./RecordRow.tsx";
import classes from "./Run.module.css";

export type RecordFilter = { outcome?: string | undefined; search?: string | undefined };

type ListProps = {
  run: RunView;
  filter: RecordFilter;
  onFilter: (filter: RecordFilter) => void;
  /** What is left out of the run that this preview is approved for; undefined where nothing can be. */
  leftOut: LeftOut | undefined;
};

/** The window itself. */
const noRoot = { current: null };

/** The records of a preview or a run, loaded as they are read. */
export function RecordList({ run, filter, onFilter, leftOut }: ListProps) {
  const isPreview = isShow(run.kind);
  const records = usePages(listRunRecords, { params: { run: run.id }, query: filter });
  const waitedLong = useWaitedLong(records.isWaiting);
  const setLeftOut = leftOut?.set;
  const onLeaveOut = useCallback((crmId: string, out: boolean) => setLeftOut?.(crmId, out), [setLeftOut]);
  return (
    <Stack gap="sm" component="section" aria-label="Records">
      <Group justify="space-between">
        <Group gap="xs">
          <SearchField
            label="Search by name"
            value={filter.search}
            onChange={(search) => onFilter({ ...filter, search })}
          />
          {filter.outcome !== undefined && (
            <Button
              size="compact-md"
              variant="subtle"
              color="gray"
              onClick={() => onFilter({ ...filter, outcome: undefined })}
            >
              {outcomeTold(filter.outcome, isPreview).word} only: show all
            </Button>
          )}
        </Group>
      </Group>
      {waitedLong && <RowSkeletons />}
      {records.items.length > 0 && (
        <ul className={classes.records} style={{ opacity: records.isStale ? 0.6 : 1 }}>
          {records.items.map((record) => (
            <RecordRow
              key={record.seq}
              record={record}
              isPreview={isPreview}
              showsSide={run.direction === "both" || isUndo(run.kind)}
              leftOut={leftOut && leftOut.has(record.crm_id)}
              onLeaveOut={onLeaveOut}
            />
          ))}
        </ul>
      )}
      {!records.isWaiting && records.items.length === 0 && records.problem === null && (
        <Text c="dimmed">{emptyWords(run, filter)}</Text>
      )}
      {records.problem !== null && (
        <ProblemBox problem={records.problem}>
          <Button
            mt="xs"
            size="compact-sm"
            variant="default"
            onClick={records.items.length === 0 ? records.again : records.more}
          >
            Try again
          </Button>
        </ProblemBox>
      )}
      <Endless
        root={noRoot}
        isOn={records.hasMore && !records.isLoadingMore && records.problem === null}
        onNear={records.more}
      />
    </Stack>
  );
}

function emptyWords({ kind, status }: RunView, { outcome, search }: RecordFilter): string {
  if (search !== undefined || outcome !== undefined) return "No record fits this filter.";
  if (status !== "done") return "It ended before it came to any record.";
  if (isUndo(kind)) return "The run had changed nothing, so there was nothing to take back.";
  return kind === "preview"
    ? "Nothing would change: both sides are in agreement."
    : "Nothing had to change: both sides were in agreement.";
}

function RowSkeletons() {
  return (
    <Stack gap={8} aria-hidden>
      {[0, 1, 2, 3, 4, 5].map((at) => (
        <Skeleton key={at} height={36} />
      ))}
    </Stack>
  );
}
