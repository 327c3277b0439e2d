import { Group } from "@mantine/core";
import { SearchField } from "#web/ui/Filters.tsx";
import { CustomerChip } from "./CustomerChip.tsx";
import type { useListSearch } from "./list-search.ts";

type ListToolsProps = {
  /** What the list is of: `credit notes`. */
  many: string;
  search: Pick<ReturnType<typeof useListSearch<string>>, "q" | "customer" | "change">;
};

/** Above a list of what has a number: the search by it, and whose they are where they are one customer's. */
export function ListTools({ many, search: { q, customer, change } }: ListToolsProps) {
  return (
    <Group gap="xs">
      <SearchField
        label={`Search ${many} by number, or by their whole reference`}
        hint="Search by number"
        value={q}
        onChange={(text) => change({ q: text })}
      />
      {customer !== undefined && (
        <CustomerChip id={customer} onClear={() => change({ customer: undefined })} />
      )}
    </Group>
  );
}
