import { Group, Skeleton, Stack, Text } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";
import { listDuplicates } from "#sync/duplicate/duplicate.api.ts";
import { useCall, useOrganizationId, usePages } from "#web/api.ts";
import { useMay } from "#web/app/organization.ts";
import { Empty } from "#web/ui/Empty.tsx";
import { Filters } from "#web/ui/Filters.tsx";
import { FilterTabs } from "#web/ui/FilterTabs.tsx";
import { Page } from "#web/ui/Page.tsx";
import { ProblemBox } from "#web/ui/Problem.tsx";
import { showNumber } from "#web/ui/show.ts";
import { When } from "#web/ui/When.tsx";
import { PairDetail } from "./PairDetail.tsx";
import { PairList } from "./PairList.tsx";
import { isAtWork, SearchButton, SearchState, useSearchState } from "./SearchState.tsx";
import { useDecisions } from "./use-decisions.ts";
import { kindChoices, searchWords, stateChoices } from "./words.ts";
import classes from "./Duplicates.module.css";

const at = "/o/$org/settings/integrations/duplicates";

/** The console: pairs that may be the same record, what speaks for it, and what becomes of each. */
export function Duplicates() {
  const { kind, state = "open", pair } = useSearch({ from: at });
  const navigate = useNavigate();
  const mayDecide = useMay("admin");
  const client = useQueryClient();
  const organization = useOrganizationId();
  const refresh = useCallback(
    () => void client.invalidateQueries({ queryKey: [organization ?? "", "Duplicates"] }),
    [client, organization],
  );
  const search = useSearchState(refresh);
  const pages = usePages(listDuplicates, { query: { state, ...(kind === undefined ? {} : { kind }) } });
  const place = Math.max(
    0,
    pages.items.findIndex(({ id }) => id === pair),
  );
  const chosen = pages.items[place];
  const go = (step: number): void => {
    const next = pages.items[place + step];
    if (next) void navigate({ to: ".", search: { kind, state, pair: next.id }, replace: true });
    if (pages.hasMore && place + step >= pages.items.length - 5) pages.more();
  };
  const next = (): void => go(place + 1 < pages.items.length ? 1 : -1);
  const decisions = useDecisions(next);
  useHotkeys([
    ["ArrowDown", () => go(1)],
    ["ArrowUp", () => go(-1)],
  ]);
  return (
    <Page
      title="Duplicates"
      width="fill"
      facts={
        search?.status === "done"
          ? [searchWords(search), <When key="when" at={search.finished_at ?? search.created_at} />]
          : []
      }
      action={mayDecide && <SearchButton isBusy={isAtWork(search)} isFirst={search === undefined} />}
    >
      <Stack gap="md" className={classes.screen}>
        {search && <SearchState search={search} />}
        <Tools kind={kind} state={state} />
        {pages.problem && <ProblemBox problem={pages.problem} />}
        {pages.isWaiting && !pages.problem && <Skeleton height={240} radius="md" />}
        {chosen && (
          <div className={classes.panes}>
            <PairList pages={pages} chosen={chosen.id} search={(id) => ({ kind, state, pair: id })} />
            <PairDetail key={chosen.id} of={chosen} decisions={mayDecide ? decisions : undefined} />
          </div>
        )}
        {!chosen && !pages.isWaiting && !pages.problem && (
          <Empty drawing="search" sentence={emptyWords(state, search !== undefined)} />
        )}
      </Stack>
    </Page>
  );
}

type ToolsProps = { kind: (typeof kindChoices)[number]["value"] | undefined; state: string };

/** Which pairs are shown, with how many there are of each kind. */
function Tools({ kind, state }: ToolsProps) {
  const navigate = useNavigate();
  const counted = useCall(listDuplicates, { query: { state: state as "open", limit: 1 } });
  const counts = counted.data?.counts;
  const choices = kindChoices.map(({ value, label }) => ({
    value,
    label: counts === undefined ? label : `${label} ${showNumber(counts[value])}`,
  }));
  return (
    <Stack gap="xs">
      <Group gap="md">
        <FilterTabs
          label="Where"
          choices={choices}
          value={kind}
          search={(value) => ({ kind: value, state })}
        />
        <Filters
          filters={[{ id: "state", title: "Pairs", kind: "one", choices: [...stateChoices] }]}
          values={{ state }}
          onChange={(_, value) =>
            void navigate({ to: ".", search: { kind, state: value as "open" | undefined }, replace: true })
          }
        />
      </Group>
      <Text c="dimmed" size="sm">
        Records that may be the same. Nothing is merged or linked unless you say so; of a pair that you say is
        not the same you are not asked again.
      </Text>
    </Stack>
  );
}

function emptyWords(state: string, wasSearched: boolean): string {
  if (state !== "open") return "There are no such pairs.";
  return wasSearched
    ? "No two records look like the same one."
    : "Nobody has looked for duplicates yet. A search compares all customers, and the CRM's records where one is connected.";
}
