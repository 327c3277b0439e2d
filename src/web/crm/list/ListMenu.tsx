import { Menu } from "@mantine/core";
import { IconFileImport, IconFilterPlus, IconPencil, IconTrash } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { ExportItem } from "#web/billing/listing/ExportItem.tsx";
import type { Module } from "#web/crm/module.ts";
import type { CrmView } from "#web/crm/types.ts";
import { useMay } from "#web/crm/rights.ts";
import { useDeleteView } from "#web/crm/view/delete-view.ts";
import { useMayChange } from "./view-problem.ts";

type ListMenuProps = {
  module: Module;
  view: CrmView | undefined;
  /** The address of what is shown as a file; none until that is known. */
  file: string | undefined;
  /** Whether a search or a filter leaves a part of the view only. */
  isNarrowed: boolean;
  /** The address of a place below the module's. */ to: (below: string) => string;
};

/** What is done less often with a list: import, views, the recycle bin. */
export function ListMenu({ module, view, file, isNarrowed, to }: ListMenuProps) {
  const deleteView = useDeleteView(module);
  const may = useMay();
  const mayChange = useMayChange(view);
  return (
    <>
      {may(module.name, "Import") && (
        <Menu.Item component={Link} to={to("import")} leftSection={<IconFileImport size={16} />}>
          Import from CSV
        </Menu.Item>
      )}
      {may(module.name, "Export") && file !== undefined && (
        <ExportItem file={file} name={module.path} isFiltered={isNarrowed} />
      )}
      <Menu.Item component={Link} to={to("recycle-bin")} leftSection={<IconTrash size={16} />}>
        Recycle bin
      </Menu.Item>
      <Menu.Divider />
      <Menu.Item component={Link} to={to("views/new")} leftSection={<IconFilterPlus size={16} />}>
        New view
      </Menu.Item>
      {view && (
        <Menu.Item
          component={Link}
          to={to("views/new")}
          search={{ from: view.id } as never}
          leftSection={<IconFilterPlus size={16} />}
        >
          New view like this one
        </Menu.Item>
      )}
      {view && mayChange && (
        <>
          <Menu.Item component={Link} to={to(`views/${view.id}`)} leftSection={<IconPencil size={16} />}>
            Edit view
          </Menu.Item>
          <Menu.Item onClick={() => deleteView(view)} leftSection={<IconTrash size={16} />}>
            Delete view
          </Menu.Item>
        </>
      )}
    </>
  );
}
