import { Anchor, Button, Group, Stack } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { Link, useNavigate } from "@tanstack/react-router";
import type { Pages } from "#web/api.ts";
import { type Column, DataTable } from "#web/ui/DataTable.tsx";
import { Empty } from "#web/ui/Empty.tsx";
import { numberWords } from "./columns.tsx";

type CustomerDocumentsProps<Item> = {
  /** `Estimates`, and one of them. */
  title: string;
  one: string;
  customer: string;
  mayWrite: boolean;
  columns: Column<Item>[];
  pages: Pages<Item>;
  places: { list: string; create: string; page: (id: string) => string };
  none: string;
};

/** The documents of one kind that a customer has. */
export function CustomerDocuments<Item extends { id: string; number: string | null }>({
  title,
  one,
  customer,
  mayWrite,
  columns,
  pages,
  places,
  none,
}: CustomerDocumentsProps<Item>) {
  const navigate = useNavigate();
  const search = { customer } as never;
  const add = mayWrite && (
    <Button
      component={Link}
      to={places.create}
      search={search}
      variant="default"
      leftSection={<IconPlus size={16} />}
    >
      New {one}
    </Button>
  );
  return (
    <Stack gap="md">
      <Group>
        {pages.items.length > 0 && add}
        <Anchor component={Link} to={places.list} search={search}>
          In the list of all {title.toLowerCase()}
        </Anchor>
      </Group>
      <DataTable
        name={`customer-${title.toLowerCase().replaceAll(" ", "-")}`}
        label={title}
        columns={columns.filter(({ id }) => id !== "customer_name")}
        pages={pages}
        rowId={({ id }) => id}
        rowName={numberWords}
        onOpen={({ id }) => void navigate({ to: places.page(id) })}
        isPlain
        empty={<Empty sentence={none} action={add} />}
      />
    </Stack>
  );
}
