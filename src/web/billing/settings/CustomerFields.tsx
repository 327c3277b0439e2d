import { Anchor } from "@mantine/core";
import { Link, useSearch } from "@tanstack/react-router";
import { FieldsPage } from "#web/billing/custom-fields/FieldsPage.tsx";
import { usePlaces } from "#web/sync/places.ts";

/** The organization's own fields for customers; a mapping that lacks one leads here, and is gone back to. */
export function CustomerFields() {
  const { from } = useSearch({ from: "/o/$org/settings/customer-fields" });
  const places = usePlaces();
  return (
    <FieldsPage
      entity="customer"
      title="Customer fields"
      fact="They appear on the customer's form, in imports and in the CRM mapping at once"
      loss="A mapping that uses the field leaves its row out from then on."
      back={
        from !== undefined && (
          <Anchor component={Link} to={`${places.configure(from)}?step=mapping`} mb="sm" w="fit-content">
            Back to the mapping; what was answered there is kept
          </Anchor>
        )
      }
    />
  );
}
