import { Button, Group, Skeleton, Stack } from "@mantine/core";
import { IconArrowsDiagonal, IconPencil, IconTrash } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { addressIn } from "#web/app/address.ts";
import { useOrganization } from "#web/app/organization.ts";
import { useFields, useRecord } from "#web/crm/crm-queries.ts";
import type { Module } from "#web/crm/module.ts";
import { nameOf } from "#web/crm/record-name.ts";
import { useMay } from "#web/crm/rights.ts";
import { NoRecord } from "#web/crm/record/NoRecord.tsx";
import { RecordFields } from "#web/crm/record/RecordFields.tsx";
import { RecordStatus } from "#web/crm/record/RecordStatus.tsx";
import { RelatedLists } from "#web/crm/record/RelatedLists.tsx";
import { Loaded } from "#web/ui/Loaded.tsx";
import { SidePanel } from "#web/ui/SidePanel.tsx";
import { useDeleteRecords } from "./delete-records.ts";

type RecordPanelProps = { module: Module; id: string; onClose: () => void };

/** One record beside its list: its fields, each edited in its place, and what belongs to it. */
export function RecordPanel({ module, id, onClose }: RecordPanelProps) {
  const { id: organization } = useOrganization();
  const record = useRecord(module.name, id);
  const fields = useFields(module.name);
  const remove = useDeleteRecords(module);
  const may = useMay();
  const page = addressIn(organization, `crm/${module.path}/${id}`);
  const found = record.data;
  return (
    <SidePanel
      title={found ? nameOf(module, found) : module.title}
      facts={
        found && (
          <Group gap="xs" mt="xs" mb="xs">
            <RecordStatus module={module} record={found} />
            <Button
              component={Link}
              to={page}
              size="compact-sm"
              variant="default"
              leftSection={<IconArrowsDiagonal size={14} />}
            >
              Open page
            </Button>
            {may(module.name, "Edit") && (
              <Button
                component={Link}
                to={`${page}/edit`}
                size="compact-sm"
                variant="default"
                leftSection={<IconPencil size={14} />}
              >
                Edit
              </Button>
            )}
            {may(module.name, "Delete") && (
              <Button
                size="compact-sm"
                variant="default"
                leftSection={<IconTrash size={14} />}
                onClick={() => {
                  onClose();
                  void remove([found]);
                }}
              >
                Delete
              </Button>
            )}
          </Group>
        )
      }
      onClose={onClose}
    >
      <Loaded of={fields} skeleton={<Shape />}>
        {(all) => (
          <Loaded of={record} skeleton={<Shape />}>
            {(one) =>
              one === null ? (
                <NoRecord module={module} id={id} />
              ) : (
                <Stack gap="xl">
                  <RecordFields key={one.id} module={module} record={one} fields={all} />
                  <RelatedLists module={module} record={one} />
                </Stack>
              )
            }
          </Loaded>
        )}
      </Loaded>
    </SidePanel>
  );
}

function Shape() {
  return (
    <Stack gap="sm">
      {[0, 1, 2, 3, 4, 5].map((at) => (
        <Skeleton key={at} height={28} />
      ))}
    </Stack>
  );
}
