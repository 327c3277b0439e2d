import { Button, Group, Menu } from "@mantine/core";
import {
  IconAdjustments,
  IconDownload,
  IconFileImport,
  IconPlugConnected,
  IconPlus,
} from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { exportCustomers } from "#billing/customer/customer.api.ts";
import { addressOf } from "#platform/http/call.ts";
import { useMay, useOrganization } from "#web/app/organization.ts";
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
  const { id: organization } = useOrganization();
  const places = useCustomerPlaces();
  const mayWrite = useMay("write");
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  const file = addressOf(exportCustomers, { query: { ...filter, bom: "true" } });
  return (
    <>
      {mayWrite && (
        <Menu.Item component={Link} to={places.import} leftSection={<IconFileImport size={16} />}>
          Import from CSV
        </Menu.Item>
      )}
      <Menu.Item
        component="a"
        href={`${file}&organization=${organization}`}
        download="customers.csv"
        leftSection={<IconDownload size={16} />}
      >
        {isFiltered ? "Export the filtered ones as CSV" : `Export ${isSearch ? "all " : ""}as CSV`}
      </Menu.Item>
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
