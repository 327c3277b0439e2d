import { Select, type SelectProps } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useOrganization } from "#web/app/organization.ts";
import { askCrm } from "#web/crm/crm-client.ts";
import { crmKeys } from "#web/crm/crm-queries.ts";
import { type ModuleName, moduleOf, modules } from "#web/crm/module.ts";
import { nameOf, textOf } from "#web/crm/record-name.ts";
import type { CrmField, CrmRecord, Reference } from "#web/crm/types.ts";

/** Records that are offered at a time. */
const offered = 20;

type LookupInputProps = Omit<SelectProps, "value" | "onChange" | "data"> & {
  field: CrmField;
  value: Reference | null;
  onChange: (value: Reference | null) => void;
  /** Records that are not offered. */
  without?: readonly string[];
};

/** What tells records of one name apart. */
const beside: Record<ModuleName, string> = {
  Accounts: "Billing_City",
  Contacts: "Email",
  Deals: "Stage",
};

/** Chooses a record of another module by typing a part of its name, e-mail address or number. */
export function LookupInput({ field, value, onChange, without = [], ...rest }: LookupInputProps) {
  const [text, setText] = useState(value?.name ?? "");
  const { found, isSearching } = useFound(field, text === value?.name ? "" : text.trim());
  const offer = found.filter(({ id }) => !without.includes(id));
  const choices = offer.map((one) => ({ value: one.id, label: labelOf(one, offer) }));
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
      onChange={(id, option) =>
        onChange(
          id === null
            ? null
            : { id, name: found.find((one) => one.id === id)?.name ?? option?.label ?? null },
        )
      }
      nothingFoundMessage={isSearching ? "Searching" : "Nothing found"}
    />
  );
}

type Found = { id: string; name: string; beside: string };

/** A record's name; with what tells it apart where several have it, by its id where nothing else does. */
function labelOf({ id, name, beside: more }: Found, all: readonly Found[]): string {
  const twins = all.filter((one) => one.id !== id && one.name === name);
  if (twins.length === 0) return name;
  return `${name} · ${more === "" || twins.some((one) => one.beside === more) ? id : more}`;
}

/** Records of the looked-up module that a word is found in; the latest ones where there is none. */
function useFound(field: CrmField, text: string): { found: Found[]; isSearching: boolean } {
  const { id: organization } = useOrganization();
  const [settled] = useDebouncedValue(text, 200);
  const module = modules.find(({ name }) => name === field.lookup.module?.api_name) ?? moduleOf("Accounts");
  const isWord = Array.from(settled).length >= 2;
  const asked = useQuery({
    queryKey: [...crmKeys.records(organization, module.name), "look-up", isWord ? settled : ""],
    queryFn: async ({ signal }): Promise<CrmRecord[]> => {
      const fields = `${module.nameField},${beside[module.name]}`;
      const query = { fields, per_page: offered, ...(isWord ? { word: settled } : {}) };
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
    beside: textOf(record[beside[module.name]]),
  }));
  return { found, isSearching: asked.isFetching || settled !== text };
}
