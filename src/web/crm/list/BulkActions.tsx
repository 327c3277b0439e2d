import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconArrowMerge, IconPencil, IconTrash } from "@tabler/icons-react";
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

type BulkActionsProps = { module: Module; chosen: CrmRecord[]; onDone: () => void };

/** What can be done with the ticked records. */
export function BulkActions({ module, chosen, onDone }: BulkActionsProps) {
  const [isUpdating, updating] = useDisclosure(false);
  const [isDeleting, setDeleting] = useState(false);
  const remove = useDeleteRecords(module);
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
      {mayMerge && chosen.length >= 2 && chosen.length <= maxRecords && (
        <MergeButton module={module} chosen={chosen} />
      )}
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

function MergeButton({ module, chosen }: Omit<BulkActionsProps, "onDone">) {
  const { id } = useOrganization();
  return (
    <Button
      component={Link}
      to={addressIn(id, `crm/${module.path}/merge`)}
      search={{ ids: chosen.map((record) => record.id).join(",") } as never}
      size="compact-sm"
      variant="default"
      leftSection={<IconArrowMerge size={14} />}
    >
      Merge
    </Button>
  );
}
