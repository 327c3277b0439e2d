import { Select, type SelectProps } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useOrganization } from "#web/app/organization.ts";
import { askCrm } from "#web/crm/crm-client.ts";
import { crmKeys } from "#web/crm/crm-queries.ts";
import { moduleOf, modules } from "#web/crm/module.ts";
import { nameOf } from "#web/crm/record-name.ts";
import type { CrmField, CrmRecord, Reference } from "#web/crm/types.ts";

/** Records that are offered at a time. */
const offered = 20;

type LookupInputProps = Omit<SelectProps, "value" | "onChange" | "data"> & {
  field: CrmField;
  value: Reference | null;
  onChange: (value: Reference | null) => void;
};

/** Chooses a record of another module by typing a part of its name, e-mail address or number. */
export function LookupInput({ field, value, onChange, ...rest }: LookupInputProps) {
  const [text, setText] = useState(value?.name ?? "");
  const { found, isSearching } = useFound(field, text === value?.name ? "" : text.trim());
  const choices = found.map(({ id, name }) => ({ value: id, label: name ?? id }));
  const data =
    value && !choices.some((choice) => choice.value === value.id)
      ? [{ value: value.id, label: value.name ?? value.id }, ...choices]
      : choices;
  return (
    <Select
      {...rest}
      searchable
      clearable
      placeholder="Type a part of the name"
      data={data}
      // The server has searched already.
      filter={({ options }) => options}
      value={value?.id ?? null}
      searchValue={text}
      onSearchChange={setText}
      onChange={(id, option) => onChange(id === null ? null : { id, name: option?.label ?? null })}
      nothingFoundMessage={isSearching ? "Searching" : "Nothing found"}
    />
  );
}

/** Records of the looked-up module that a word is found in; the latest ones where there is none. */
function useFound(field: CrmField, text: string): { found: Reference[]; isSearching: boolean } {
  const { id: organization } = useOrganization();
  const [settled] = useDebouncedValue(text, 200);
  const module = modules.find(({ name }) => name === field.lookup.module?.api_name) ?? moduleOf("Accounts");
  const isWord = Array.from(settled).length >= 2;
  const asked = useQuery({
    queryKey: [...crmKeys.records(organization, module.name), "look-up", isWord ? settled : ""],
    queryFn: async ({ signal }): Promise<CrmRecord[]> => {
      const query = { fields: module.nameField, per_page: offered, ...(isWord ? { word: settled } : {}) };
      return (
        (
          await askCrm<{ data: CrmRecord[] }>(organization, {
            path: `/${module.name}${isWord ? "/search" : ""}`,
            query,
            signal,
          })
        )?.data ?? []
      );
    },
    placeholderData: keepPreviousData,
  });
  const found = (asked.data ?? []).map((record) => ({
    id: record.id,
    name: nameOf(module, record),
  }));
  return { found, isSearching: asked.isFetching || settled !== text };
}
