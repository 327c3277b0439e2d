import { Stack, Text } from "@mantine/core";
import { useQueries } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { CallError } from "#platform/http/call.ts";
import { useOrganization } from "#web/app/organization.ts";
import { recordQuery, useFields } from "#web/crm/crm-queries.ts";
import { LookupInput } from "#web/crm/fields/LookupInput.tsx";
import { type Module, moduleAt } from "#web/crm/module.ts";
import { nameOf, textOf } from "#web/crm/record-name.ts";
import type { CrmField, CrmRecord } from "#web/crm/types.ts";
import { Loaded } from "#web/ui/Loaded.tsx";
import { Page } from "#web/ui/Page.tsx";
import { ProblemBox } from "#web/ui/Problem.tsx";
import { showCount, showDate } from "#web/ui/show.ts";
import { Empty } from "#web/ui/Empty.tsx";
import { maxRecords } from "./choices.ts";
import { MergeForm } from "./MergeForm.tsx";

const route = getRouteApi("/o/$org/crm/$module/merge");

/** Makes one record of two or three; `?ids=` names them, and more are found on the page. */
export function MergePage() {
  const module = moduleAt(route.useParams().module);
  const { ids: text } = route.useSearch();
  const navigate = route.useNavigate();
  const named = (text ?? "").split(",").filter((id) => id !== "");
  const ids = [...new Set(named)];
  const setIds = (next: readonly string[]): void =>
    void navigate({ search: { ids: next.join(",") }, replace: true });
  const fields = useFields(module.name);
  const { records, problem, isWaiting } = useRecordsOf(module, ids);
  const missing = ids.length - records.length;
  return (
    <Page
      title={`Merge ${module.many}`}
      facts={[
        `One ${module.one} stays, the others are deleted for good`,
        `Contacts, deals and whatever belongs to them goes to the one that stays`,
      ]}
    >
      <Stack gap="lg">
        {problem !== undefined && <ProblemBox problem={problem} />}
        {ids.length === 1 && named.length > 1 && (
          <Text>A record cannot be merged with itself. Choose another {module.one}.</Text>
        )}
        {ids.length > maxRecords && <TooMany module={module} />}
        {!isWaiting && problem === undefined && missing > 0 && <Missing module={module} missing={missing} />}
        <Loaded of={fields}>
          {(all) =>
            records.length >= 2 && ids.length <= maxRecords ? (
              <MergeForm
                key={records.map(({ id }) => id).join()}
                module={module}
                fields={all}
                records={records}
                onRecords={setIds}
              />
            ) : null
          }
        </Loaded>
        {ids.length < maxRecords && (
          <>
            {records.length === 1 && records[0] && (
              <Text>
                {nameOf(module, records[0])}, made {showDate(textOf(records[0]["Created_Time"]))}, is one of
                them.
              </Text>
            )}
            <Add key={ids.join()} module={module} ids={ids} onAdd={(id) => setIds([...ids, id])} />
          </>
        )}
      </Stack>
    </Page>
  );
}

/** The records of a merge that are there, in the order in which they were named. */
function useRecordsOf(
  module: Module,
  ids: readonly string[],
): { records: CrmRecord[]; problem: CallError | undefined; isWaiting: boolean } {
  const { id: organization } = useOrganization();
  const asked = useQueries({
    queries: ids.slice(0, maxRecords).map((id) => recordQuery(organization, module.name, id)),
  });
  return {
    records: asked.flatMap(({ data }) => data ?? []),
    problem: asked.find(({ error }) => error !== null)?.error ?? undefined,
    isWaiting: asked.some(({ isPending }) => isPending),
  };
}

function TooMany({ module }: { module: Module }) {
  return <Empty sentence={`No more than ${maxRecords} ${module.many} are merged at a time.`} />;
}

function Missing({ module, missing }: { module: Module; missing: number }) {
  return (
    <Empty
      sentence={`${showCount(missing, module.one)} of this merge ${missing === 1 ? "is" : "are"} no longer there: deleted, or merged by somebody else.`}
    />
  );
}

/** Finds one more record for the merge. */
function Add({
  module,
  ids,
  onAdd,
}: {
  module: Module;
  ids: readonly string[];
  onAdd: (id: string) => void;
}) {
  const field = { lookup: { module: { api_name: module.name } } } as CrmField;
  return (
    <LookupInput
      field={field}
      label={ids.length === 0 ? `An ${module.one} of the merge` : `Another ${module.one} of the merge`}
      maw={420}
      value={null}
      without={ids}
      onChange={(picked) => picked && !ids.includes(picked.id) && onAdd(picked.id)}
    />
  );
}
