import { Button, Menu, Tooltip } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconArrowMerge, IconEye, IconPencil, IconTrash } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { addressIn } from "#web/app/address.ts";
import { useOrganization } from "#web/app/organization.ts";
import { maxRecords } from "#web/crm/merge/choices.ts";
import type { Module } from "#web/crm/module.ts";
import { useMay } from "#web/crm/rights.ts";
import type { CrmRecord } from "#web/crm/types.ts";
import { useDeleteRecords } from "./delete-records.ts";
import { MassUpdate } from "./MassUpdate.tsx";
import { useMark } from "./read-marks.ts";

type BulkActionsProps = { module: Module; chosen: CrmRecord[]; onDone: () => void };

/** What can be done with the ticked records. */
export function BulkActions({ module, chosen, onDone }: BulkActionsProps) {
  const [isUpdating, updating] = useDisclosure(false);
  const [isDeleting, setDeleting] = useState(false);
  const remove = useDeleteRecords(module);
  const mark = useMark(module);
  const may = useMay();
  const mayDelete = may(module.name, "Delete");
  const mayMerge = mayDelete && may(module.name, "Edit");
  return (
    <>
      {may(module.name, "Mass_Update") && (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconPencil size={14} />}
          onClick={updating.open}
        >
          Change a field
        </Button>
      )}
      <MarkMenu onMark={(read) => void mark(chosen, read)} />
      {mayDelete && (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconTrash size={14} />}
          loading={isDeleting}
          onClick={() => {
            setDeleting(true);
            void remove(chosen).finally(() => setDeleting(false));
          }}
        >
          Delete
        </Button>
      )}
      {mayMerge && chosen.length >= 2 && <MergeButton module={module} chosen={chosen} />}
      <MassUpdate
        module={module}
        rows={chosen}
        isOpen={isUpdating}
        onClose={updating.close}
        onDone={onDone}
      />
    </>
  );
}

function MarkMenu({ onMark }: { onMark: (read: boolean) => void }) {
  return (
    <Menu>
      <Menu.Target>
        <Button size="compact-sm" variant="default" leftSection={<IconEye size={14} />}>
          Mark
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => onMark(true)}>As read</Menu.Item>
        <Menu.Item onClick={() => onMark(false)}>As unread</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function MergeButton({ module, chosen }: Omit<BulkActionsProps, "onDone">) {
  const { id } = useOrganization();
  const look = { size: "compact-sm", variant: "default", leftSection: <IconArrowMerge size={14} /> };
  if (chosen.length > maxRecords)
    return (
      <Tooltip label={`At most ${maxRecords} ${module.many} can be merged at a time`}>
        <Button {...look} data-disabled aria-disabled>
          Merge
        </Button>
      </Tooltip>
    );
  return (
    <Button
      {...look}
      component={Link}
      to={addressIn(id, `crm/${module.path}/merge`)}
      search={{ ids: chosen.map((record) => record.id).join(",") } as never}
    >
      Merge
    </Button>
  );
}
