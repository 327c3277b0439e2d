import { Select, Stack } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { type CustomerListItem, listCustomers } from "#billing/customer/customer.api.ts";
import { useCall } from "#web/api.ts";
import { CrmSearch } from "#web/sync/search/CrmSearch.tsx";

/** As much of a customer as a choice needs. */
export type Picked = Pick<CustomerListItem, "id" | "display_name" | "currency_code"> & {
  /** Where it is known: why documents for it bear no tax. */ tax_exemption_reason?: string | null;
};

type CustomerPickerProps = {
  label: string;
  picked: Picked | undefined;
  description?: string;
  error?: React.ReactNode;
  isRequired?: boolean;
  /** The one that cannot be chosen. */ without?: string;
  /** For something new: only those that it may be written for, and those that the CRM alone knows yet. */ isActive?: boolean;
  /** Whether the choices show before anything is typed. */ openOnFocus?: boolean;
  onPick: (customer: Picked | undefined) => void;
};

/** Finds a customer as one types. */
export function CustomerPicker({
  picked,
  without,
  isActive = false,
  isRequired = false,
  onPick,
  ...field
}: CustomerPickerProps) {
  const [text, setText] = useState(picked?.display_name ?? "");
  const [search] = useDebouncedValue(text.trim(), 200);
  const isSearching = search !== "" && search !== picked?.display_name;
  const found = useCall(listCustomers, {
    query: { limit: 20, ...(isSearching ? { search } : {}), ...(isActive ? { status: "active" } : {}) },
  });
  const choices = (found.data?.items ?? []).filter(
    ({ id, merged_into }) => id !== without && merged_into === null,
  );
  const all =
    picked === undefined || choices.some(({ id }) => id === picked.id) ? choices : [picked, ...choices];
  const select = (
    <Select
      {...field}
      withAsterisk={isRequired}
      placeholder="Type a name, company or e-mail"
      searchable
      searchValue={text}
      onSearchChange={setText}
      // The server has searched already; what it found by e-mail does not hold the words.
      filter={({ options }) => options}
      data={all.map(({ id, display_name }) => ({ value: id, label: display_name }))}
      value={picked?.id ?? null}
      onChange={(id) => onPick(all.find((one) => one.id === id))}
      nothingFoundMessage={found.isFetching ? "Searching" : "No customer begins like this"}
      data-autofocus
    />
  );
  if (!isActive) return select;
  return (
    <Stack gap={4}>
      {select}
      <CrmSearch onPick={onPick} />
    </Stack>
  );
}
