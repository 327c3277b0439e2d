import { Anchor, Select, Stack, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { listVendors } from "#billing/vendor/vendor.api.ts";
import { useCall } from "#web/api.ts";
import { useMay } from "#web/app/organization.ts";
import type { Picked } from "#web/billing/customers/CustomerPicker.tsx";
import { useVendorPlaces } from "#web/billing/orders/places.ts";

type VendorPickerProps = {
  label: string;
  description: string;
  error: React.ReactNode;
  picked: Picked | undefined;
  onPick: (vendor: Picked | undefined) => void;
};

/** Finds a vendor as one types. */
export function VendorPicker({ picked, onPick, ...field }: VendorPickerProps) {
  const [text, setText] = useState(picked?.display_name ?? "");
  const [search] = useDebouncedValue(text.trim(), 200);
  const isSearching = search !== "" && search !== picked?.display_name;
  const found = useCall(listVendors, { query: { limit: 20, ...(isSearching ? { search } : {}) } });
  const choices = (found.data?.items ?? []).map(({ id, name, currency_code }): Picked => ({
    id,
    display_name: name,
    currency_code,
  }));
  const all =
    picked === undefined || choices.some(({ id }) => id === picked.id) ? choices : [picked, ...choices];
  const isNone = found.data?.items.length === 0 && !isSearching && picked === undefined;
  return (
    <Stack gap={4}>
      <Select
        {...field}
        placeholder="Type a name"
        searchable
        searchValue={text}
        onSearchChange={setText}
        filter={({ options }) => options}
        data={all.map(({ id, display_name }) => ({ value: id, label: display_name }))}
        value={picked?.id ?? null}
        onChange={(id) => onPick(all.find((one) => one.id === id))}
        nothingFoundMessage={
          found.isFetching ? "Searching" : isNone ? "There are no vendors yet" : "No vendor begins like this"
        }
        openOnFocus={false}
      />
      {isNone && <NoVendors />}
    </Stack>
  );
}

/** Where vendors are made, for those who may. */
function NoVendors() {
  const places = useVendorPlaces();
  const mayWrite = useMay("write");
  return (
    <Text size="sm" c="dimmed">
      There are no vendors yet.{" "}
      {mayWrite ? (
        <>
          They are made in billing under{" "}
          <Anchor component={Link} to={places.list} inherit underline="always">
            Orders &gt; Vendors
          </Anchor>
          .
        </>
      ) : (
        "Somebody who writes in billing can make one."
      )}
    </Text>
  );
}
