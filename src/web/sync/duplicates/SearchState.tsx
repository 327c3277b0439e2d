import { Alert, Button, Menu } from "@mantine/core";
import { IconChevronDown, IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { listConnections } from "#sync/connection/connection.api.ts";
import {
  cancelDuplicateSearch,
  type DuplicateSearchView,
  getDuplicateSearch,
  searchDuplicates,
} from "#sync/duplicate/duplicate.api.ts";
import { query, useCall, useOrganizationId, useSend } from "#web/api.ts";
import { Progress } from "#web/ui/Progress.tsx";
import { tellProblem } from "#web/ui/tell.tsx";
import { phaseWords } from "./words.ts";

/** How often a search that is at work is asked for. */
const pollMs = 700;

/** The last search as it goes on. Once it is over, `done` is called. */
export function useSearchState(done: () => void): DuplicateSearchView | undefined {
  const asked = useQuery({
    ...query(useOrganizationId(), getDuplicateSearch),
    refetchInterval: ({ state }) => (isAtWork(state.data?.search) ? pollMs : false),
  });
  const search = asked.data?.search ?? undefined;
  const wasAtWork = useRef(false);
  const atWork = isAtWork(search);
  // What was found is asked for when the search ends, which nobody on this page brings about.
  useEffect(() => {
    if (wasAtWork.current && !atWork) done();
    wasAtWork.current = atWork;
  }, [atWork, done]);
  return search;
}

export function isAtWork(search: DuplicateSearchView | null | undefined): boolean {
  return search?.status === "waiting" || search?.status === "running";
}

/** What the search does now, or why it could not be finished. */
export function SearchState({ search }: { search: DuplicateSearchView }) {
  const cancel = useSend(cancelDuplicateSearch, { failed: tellProblem });
  if (isAtWork(search))
    return (
      <Progress
        phase={search.phase === null ? "Waiting for a worker" : phaseWords[search.phase]}
        done={search.done}
        expected={search.expected ?? undefined}
        unit="records"
        onCancel={() => cancel.mutate({})}
      />
    );
  if (search.problem === null || search.status !== "failed") return null;
  return (
    <Alert color="fail" title={search.problem.message}>
      {search.problem.remedy}
    </Alert>
  );
}

/** Starts a search; where there are several CRMs, one says in which. */
export function SearchButton({ isBusy, isFirst }: { isBusy: boolean; isFirst: boolean }) {
  const start = useSend(searchDuplicates, { failed: tellProblem });
  const connections = useCall(listConnections).data?.items.filter(({ state }) => state !== "disabled") ?? [];
  const [only, ...others] = connections;
  const go = (body: { connection?: string; link_certain?: boolean }): void => start.mutate({ body });
  const words = isFirst ? "Look for duplicates" : "Look again";
  const isLoading = start.isPending || isBusy;
  if (only === undefined)
    return (
      <Button leftSection={<IconSearch size={16} />} loading={isLoading} onClick={() => go({})}>
        {words}
      </Button>
    );
  return (
    <Button.Group>
      {others.length === 0 && (
        <Button leftSection={<IconSearch size={16} />} loading={isLoading} onClick={() => go({})}>
          {words}
        </Button>
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          {others.length === 0 ? (
            <Button px={8} disabled={isLoading} aria-label="Other ways to look">
              <IconChevronDown size={16} />
            </Button>
          ) : (
            <Button loading={isLoading} rightSection={<IconChevronDown size={16} />}>
              {words}
            </Button>
          )}
        </Menu.Target>
        <Menu.Dropdown>
          {connections.map(({ id, crm_company: company }) => (
            <SearchItems key={id} company={company} isOne={others.length === 0} go={go} connection={id} />
          ))}
        </Menu.Dropdown>
      </Menu>
    </Button.Group>
  );
}

type ItemsProps = {
  company: string;
  connection: string;
  isOne: boolean;
  go: (body: { connection: string; link_certain?: boolean }) => void;
};

function SearchItems({ company, connection, isOne, go }: ItemsProps) {
  return (
    <>
      {!isOne && <Menu.Label>{company}</Menu.Label>}
      <Menu.Item onClick={() => go({ connection })}>Look, and change nothing</Menu.Item>
      <Menu.Item onClick={() => go({ connection, link_certain: true })}>
        Look, and link what a unique key says is the same
      </Menu.Item>
    </>
  );
}
