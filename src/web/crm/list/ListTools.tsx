import { Group, SegmentedControl } from "@mantine/core";
import type { Module } from "#web/crm/module.ts";
import { SearchField } from "#web/ui/Filters.tsx";
import { FilterChips } from "./FilterChips.tsx";
import type { ListSearch, ShownList } from "./shown-list.ts";
import { ViewPicker } from "./ViewPicker.tsx";

type ListToolsProps = {
  module: Module;
  list: ShownList;
  search: ListSearch;
  /** The address of a place below the module's. */
  to: (below: string) => string;
  /** Changes some of what the address says. */
  onChange: (next: Partial<ListSearch>) => void;
  /** Goes to another list of the module. */
  onShow: (next: ListSearch) => void;
};

/** What stands above a list: which records, and for deals whether as a list or as a board. */
export function ListTools({ module, list, search, to, onChange, onShow }: ListToolsProps) {
  const isBoard = search.show === "board";
  return (
    <Group gap="xs" mb={isBoard ? "sm" : undefined}>
      {module.name === "Deals" && (
        <SegmentedControl
          aria-label="Show deals as"
          size="xs"
          value={search.show ?? "list"}
          onChange={(show) => onChange({ show: show === "board" ? "board" : undefined, q: undefined })}
          data={[
            { value: "list", label: "List" },
            { value: "board", label: "Board" },
          ]}
        />
      )}
      <ViewPicker
        views={list.views}
        chosen={list.view}
        onChoose={(id) => onShow(isBoard ? { view: id, show: "board" } : { view: id })}
        newView={to("views/new")}
      />
      {!isBoard && (
        <SearchField label={`Search all ${module.many}`} value={search.q} onChange={(q) => onChange({ q })} />
      )}
      {list.mayFilter && list.known.size > 0 && (
        <FilterChips
          module={module}
          fields={list.known}
          within={list.within}
          filter={list.filter}
          onChange={(filter) => onChange({ filter: filter === null ? undefined : JSON.stringify(filter) })}
          saveTo={{ to: to("views/new"), search: { from: list.view?.id, filter: search.filter } }}
        />
      )}
    </Group>
  );
}
