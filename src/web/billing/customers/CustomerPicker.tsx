import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { type CustomerListItem, listCustomers } from "#billing/customer/customer.api.ts";
import { useCall } from "#web/api.ts";

/** As much of a customer as a choice needs. */
export type Picked = Pick<CustomerListItem, "id" | "display_name" | "currency_code">;

type CustomerPickerProps = {
  label: string;
  picked: Picked | undefined;
  description?: string;
  error?: React.ReactNode;
  /** The one that cannot be chosen. */ without?: string;
  /** Only those that something new may be written for. */ isActive?: boolean;
  /** Whether the choices show before anything is typed. */ openOnFocus?: boolean;
  onPick: (customer: Picked | undefined) => void;
};

/** Finds a customer as one types. */
export function CustomerPicker({ picked, without, isActive = false, onPick, ...field }: CustomerPickerProps) {
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
  return (
    <Select
      {...field}
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
}
