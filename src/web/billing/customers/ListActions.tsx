import { Button, Group, Menu } from "@mantine/core";
import { IconAdjustments, IconFileImport, IconPlugConnected, IconPlus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { exportCustomers } from "#billing/customer/customer.api.ts";
import { addressOf } from "#platform/http/call.ts";
import { useMay } from "#web/app/organization.ts";
import { ExportItem } from "#web/billing/listing/ExportItem.tsx";
import { usePlaces } from "#web/sync/places.ts";
import { Empty } from "#web/ui/Empty.tsx";
import { useCustomerPlaces } from "./places.ts";
import type { CustomerFilter } from "./words.ts";

export function NewButton() {
  return (
    <Button component={Link} to={useCustomerPlaces().create} leftSection={<IconPlus size={16} />}>
      New customer
    </Button>
  );
}

function ImportButton() {
  return (
    <Button
      component={Link}
      to={useCustomerPlaces().import}
      variant="default"
      leftSection={<IconFileImport size={16} />}
    >
      Import from CSV
    </Button>
  );
}

type ListMenuProps = {
  filter: CustomerFilter;
  /** A search is not part of an export. */ isSearch: boolean;
};

/** What is done less often with all customers. */
export function ListMenu({ filter, isSearch }: ListMenuProps) {
  const places = useCustomerPlaces();
  const mayWrite = useMay("write");
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  return (
    <>
      {mayWrite && (
        <Menu.Item component={Link} to={places.import} leftSection={<IconFileImport size={16} />}>
          Import from CSV
        </Menu.Item>
      )}
      <ExportItem
        file={addressOf(exportCustomers, { query: { ...filter, bom: "true" } })}
        name="customers"
        isFiltered={isFiltered}
        words={isSearch ? "Export all as CSV" : "Export as CSV"}
      />
      <Menu.Item component={Link} to={places.fields} leftSection={<IconAdjustments size={16} />}>
        Custom fields
      </Menu.Item>
    </>
  );
}

/** The ways to the first customer. */
export function NoCustomers() {
  const mayWrite = useMay("write");
  const mayAdmin = useMay("admin");
  const { root } = usePlaces();
  return (
    <Empty
      drawing="card"
      sentence="There are no customers yet. Create one, import a CSV file, or bring them in from your CRM."
      action={
        mayWrite && (
          <Group gap="xs" justify="center">
            <NewButton />
            <ImportButton />
            {mayAdmin && (
              <Button
                component={Link}
                to={root}
                variant="default"
                leftSection={<IconPlugConnected size={16} />}
              >
                Connect a CRM
              </Button>
            )}
          </Group>
        )
      }
    />
  );
}
