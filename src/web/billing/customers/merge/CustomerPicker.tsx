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
  /** The one that cannot be chosen. */ without: string;
  onPick: (customer: Picked | undefined) => void;
};

/** Finds a customer as one types. */
export function CustomerPicker({ label, picked, without, onPick }: CustomerPickerProps) {
  const [text, setText] = useState(picked?.display_name ?? "");
  const [search] = useDebouncedValue(text.trim(), 200);
  const isSearching = search !== "" && search !== picked?.display_name;
  const found = useCall(listCustomers, { query: { limit: 20, ...(isSearching ? { search } : {}) } });
  const choices = (found.data?.items ?? []).filter(
    ({ id, merged_into }) => id !== without && merged_into === null,
  );
  const all =
    picked === undefined || choices.some(({ id }) => id === picked.id) ? choices : [picked, ...choices];
  return (
    <Select
      label={label}
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
