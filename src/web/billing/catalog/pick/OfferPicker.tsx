import { MultiSelect, type MultiSelectProps } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { listAddons } from "#billing/catalog/addon.api.ts";
import { listPlans } from "#billing/catalog/plan.api.ts";
import { usePages } from "#web/api.ts";

/** A plan or addon as a picker names it. */
export type Offer = { id: string; name: string; code: string };

type PickerProps = {
  label: string;
  /** `form.field("plans")`. */
  field: { value?: string[]; onChange?: (ids: string[]) => void; error?: React.ReactNode };
  /** Those that are chosen from the start: they may be none of the first that a list gives. */
  known: readonly Offer[];
};

/** So many are offered at once; whoever needs another one types a piece of its name or code. */
const most = 50;

/** Chooses plans. */
export function PlanPicker(props: PickerProps) {
  const [search, setSearch] = useState("");
  const { items } = usePages(listPlans, { query: useSearched(search) });
  const offers = items.map(({ id, name, plan_code: code }) => ({ id, name, code }));
  return <Picker {...props} offers={offers} searchValue={search} onSearchChange={setSearch} />;
}

/** Chooses addons. */
export function AddonPicker(props: PickerProps) {
  const [search, setSearch] = useState("");
  const { items } = usePages(listAddons, { query: useSearched(search) });
  const offers = items.map(({ id, name, addon_code: code }) => ({ id, name, code }));
  return <Picker {...props} offers={offers} searchValue={search} onSearchChange={setSearch} />;
}

/** The question for a search, asked once the typing pauses. */
function useSearched(search: string) {
  const [settled] = useDebouncedValue(search.trim(), 200);
  return { limit: most, ...(settled === "" ? {} : { search: settled }) };
}

type Searching = Pick<MultiSelectProps, "searchValue" | "onSearchChange">;

function Picker({
  label,
  field: { onChange, ...field },
  known,
  offers,
  ...searching
}: PickerProps & { offers: readonly Offer[] } & Searching) {
  // What was chosen keeps its name while another search is shown.
  const [seen, setSeen] = useState(known);
  const byId = new Map([...seen, ...offers].map((offer) => [offer.id, offer]));
  const change = (ids: string[]): void => {
    setSeen(ids.flatMap((id) => byId.get(id) ?? []));
    onChange?.(ids);
  };
  return (
    <MultiSelect
      {...field}
      {...searching}
      onChange={change}
      label={label}
      data={[...byId.values()].map(({ id, name, code }) => ({ value: id, label: `${name} (${code})` }))}
      placeholder={field.value?.length ? "" : "Search by name or code"}
      nothingFoundMessage="No name or code holds this"
      searchable
      hidePickedOptions
      withAsterisk
    />
  );
}
