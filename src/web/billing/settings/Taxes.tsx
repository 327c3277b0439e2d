import { ActionIcon, Button, Group, Menu, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import {
  IconCircleCheck,
  IconCircleOff,
  IconDots,
  IconPencil,
  IconPlus,
  IconTrash,
} from "@tabler/icons-react";
import { useState } from "react";
import * as api from "#billing/tax/tax.api.ts";
import { asPages, useCall } from "#web/api.ts";
import { useMay } from "#web/app/organization.ts";
import { useDoing } from "#web/billing/documents/page/doing.ts";
import { ask } from "#web/ui/ask.tsx";
import { type Column, DataTable } from "#web/ui/DataTable.tsx";
import { Empty } from "#web/ui/Empty.tsx";
import { Page } from "#web/ui/Page.tsx";
import { showDecimal } from "#web/ui/show.ts";
import { Status } from "#web/ui/Status.tsx";
import { tell, tellProblem } from "#web/ui/tell.tsx";
import { TaxForm } from "./TaxForm.tsx";

/** The taxes that lines, plans and addons can have. */
export function Taxes() {
  const taxes = useCall(api.listTaxes, { query: {} });
  const mayWrite = useMay("write");
  const [isAdding, adding] = useDisclosure(false);
  const [edited, setEdited] = useState<api.TaxView>();
  const add = mayWrite && (
    <Button leftSection={<IconPlus size={16} />} onClick={adding.open}>
      New tax
    </Button>
  );
  return (
    <Page
      title="Taxes"
      facts={["Documents keep the tax that they were written with"]}
      action={add}
      width="fill"
    >
      <DataTable
        name="taxes"
        label="Taxes"
        columns={columnsOf(mayWrite ? setEdited : undefined)}
        pages={asPages(taxes, ({ items }) => items)}
        rowId={({ id }) => id}
        rowName={({ name }) => name}
        isPlain
        empty={<Empty sentence="There are no taxes yet. Add those that you charge." action={add} />}
      />
      <TaxForm isOpen={isAdding} onClose={adding.close} />
      {edited && <TaxForm key={edited.id} tax={edited} isOpen onClose={() => setEdited(undefined)} />}
    </Page>
  );
}

function columnsOf(edit: ((tax: api.TaxView) => void) | undefined): Column<api.TaxView>[] {
  const plain: Column<api.TaxView>[] = [
    {
      id: "name",
      title: "Name",
      width: 240,
      cell: ({ name }) => (
        <Text component="span" inherit fw={500}>
          {name}
        </Text>
      ),
    },
    {
      id: "percentage",
      title: "Rate",
      width: 120,
      align: "right",
      cell: ({ percentage }) => `${showDecimal(percentage)} %`,
    },
    {
      id: "status",
      title: "Status",
      width: 140,
      cell: ({ status }) =>
        status === "active" ? (
          <Status word="Active" meaning="agree" />
        ) : (
          <Status word="Inactive" meaning="gray" />
        ),
    },
  ];
  if (edit === undefined) return plain;
  return [
    ...plain,
    {
      id: "actions",
      title: "Actions",
      isActions: true,
      width: 96,
      align: "right",
      cell: (tax) => <TaxActions tax={tax} onEdit={() => edit(tax)} />,
    },
  ];
}

function TaxActions({ tax, onEdit }: { tax: api.TaxView; onEdit: () => void }) {
  const doing = useDoing();
  const params = { tax: tax.id };
  const isActive = tax.status === "active";

  async function toggle(): Promise<void> {
    await doing(isActive ? api.inactivateTax : api.activateTax, { params });
    tell(`${tax.name} is ${isActive ? "offered no more; what has it keeps it" : "offered again"}.`);
  }

  async function remove(): Promise<void> {
    const isSure = await ask({
      title: `Delete ${tax.name}?`,
      text: "Only a tax that was never used can be deleted; make one that was inactive instead.",
      yes: "Delete tax",
      danger: true,
    });
    if (!isSure) return;
    await doing(api.deleteTax, { params });
    tell(`${tax.name} is deleted.`);
  }

  return (
    <Group gap={4} justify="flex-end" wrap="nowrap">
      <ActionIcon variant="subtle" color="gray" aria-label={`Edit ${tax.name}`} onClick={onEdit}>
        <IconPencil size={16} />
      </ActionIcon>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={`More actions for ${tax.name}`}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            onClick={() => void toggle().catch(tellProblem)}
            leftSection={isActive ? <IconCircleOff size={16} /> : <IconCircleCheck size={16} />}
          >
            {isActive ? "Make inactive" : "Make active"}
          </Menu.Item>
          <Menu.Item
            onClick={() => void remove().catch(tellProblem)}
            leftSection={<IconTrash size={16} />}
            color="fail"
          >
            Delete
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </Group>
  );
}
