import { getCustomer } from "#billing/customer/customer.api.ts";
import { useCall } from "#web/api.ts";
import { Filters } from "#web/ui/Filters.tsx";

/** Says that what is of one customer is shown, and shows all again. */
export function CustomerChip({ id, onClear }: { id: string; onClear: () => void }) {
  const { data } = useCall(getCustomer, { params: { customer: id } });
  const choices = [{ value: id, label: data?.display_name ?? "one customer" }];
  return (
    <Filters
      filters={[{ id: "customer", title: "Customer", kind: "one", choices }]}
      values={{ customer: id }}
      onChange={(_, value) => value === undefined && onClear()}
    />
  );
}
