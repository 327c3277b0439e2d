import { Group, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useOrganization } from "#web/app/organization.ts";
import { askCrm } from "#web/crm/crm-client.ts";
import { countQuery, crmKeys } from "#web/crm/crm-queries.ts";
import type { Module } from "#web/crm/module.ts";
import { nameOf } from "#web/crm/record-name.ts";
import type { CriteriaJson, CrmRecord } from "#web/crm/types.ts";
import { wordsFor } from "#web/ui/Problem.tsx";
import { showCount, showList } from "#web/ui/show.ts";
import { maxCounted, searchText } from "./criteria.ts";

/** Names that show what is meant. */
const named = 3;

type PreviewProps = {
  module: Module;
  criteria: CriteriaJson | null;
  conditions: number;
  /** Some conditions are not filled in yet, and so not counted. */
  hasGaps: boolean;
};

/** How many records the criteria find now, with the first few names; follows the typing. */
export function Preview({ module, criteria, conditions, hasGaps }: PreviewProps) {
  const { id } = useOrganization();
  const [text] = useDebouncedValue(criteria === null ? "" : searchText(criteria), 250);
  const isCounted = conditions <= maxCounted;
  const about = text === "" ? {} : { criteria: text };
  const count = useQuery({
    ...countQuery(id, module.name, about),
    enabled: isCounted,
    placeholderData: keepPreviousData,
  });
  const names = useQuery({
    queryKey: [...crmKeys.records(id, module.name), "preview", text],
    enabled: isCounted,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }): Promise<string[]> => {
      const query = { fields: module.nameField, per_page: named, ...(text === "" ? {} : { criteria: text }) };
      const answer = await askCrm<{ data: CrmRecord[] }>(id, {
        path: `/${module.name}${text === "" ? "" : "/search"}`,
        query,
        signal,
      });
      return (answer?.data ?? []).map((record) => nameOf(module, record));
    },
  });
  if (!isCounted)
    return (
      <Text size="sm" c="dimmed">
        More than {maxCounted} conditions are counted once the view is saved.
      </Text>
    );
  if (count.error)
    return (
      <Text size="sm" c="var(--mantine-color-error)" role="alert">
        {wordsFor(count.error).title}
      </Text>
    );
  return (
    <Group gap={6} aria-live="polite" mih={22}>
      {count.data !== undefined && (
        <>
          <Text size="sm" fw={600} className="figures">
            {showCount(count.data, module.one)} now
          </Text>
          {hasGaps && (
            <Text size="sm" c="dimmed">
              without the conditions that are not filled in
            </Text>
          )}
          {!hasGaps && names.data && names.data.length > 0 && (
            <Text size="sm" c="dimmed">
              {exampleOf(names.data, count.data)}
            </Text>
          )}
        </>
      )}
    </Group>
  );
}

function exampleOf(names: string[], count: number): string {
  return count > names.length ? `such as ${showList(names)}` : showList(names);
}
