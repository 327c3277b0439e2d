import { Group } from "@mantine/core";
import { type Filter, Filters, SearchField } from "#web/ui/Filters.tsx";
import { CustomerChip } from "./CustomerChip.tsx";
import { amountFilters, dayFilters } from "./list-filters.ts";
import type { useListSearch } from "./list-search.ts";

type ListToolsProps = {
  /** What the list is of: `credit notes`. */
  many: string;
  /** Who is on the other side. */
  party?: "customer" | "vendor";
  filters?: Filter[];
  search: ReturnType<typeof useListSearch<string>>;
};

const documentFilters = [...dayFilters, ...amountFilters];

/** Above a list of what has a number: the search, the filters, and whose they are where they are one customer's. */
export function ListTools({
  many,
  party = "customer",
  filters = documentFilters,
  search: { q, customer, status, narrowed, change },
}: ListToolsProps) {
  return (
    <Group gap="xs">
      <SearchField
        label={`Search ${many} by number, reference or ${party}`}
        hint={`Number, reference or ${party}`}
        value={q}
        onChange={(text) => change({ q: text })}
      />
      {customer !== undefined && (
        <CustomerChip id={customer} onClear={() => change({ customer: undefined })} />
      )}
      <Filters
        filters={filters}
        values={{ status, ...narrowed }}
        onChange={(id, value) => change({ [id]: value }, false)}
      />
    </Group>
  );
}
