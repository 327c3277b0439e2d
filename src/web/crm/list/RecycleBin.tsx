import { Button } from "@mantine/core";
import { IconArrowBackUp } from "@tabler/icons-react";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { addressIn } from "#web/app/address.ts";
import { useOrganization } from "#web/app/organization.ts";
import { useDeleted } from "#web/crm/list-queries.ts";
import { type Module, moduleAt } from "#web/crm/module.ts";
import { useMay } from "#web/crm/rights.ts";
import { useRecordWrites } from "#web/crm/record-writes.ts";
import { useRestore } from "#web/crm/restore.ts";
import type { DeletedRecord } from "#web/crm/types.ts";
import { type Column, DataTable } from "#web/ui/DataTable.tsx";
import { Empty } from "#web/ui/Empty.tsx";
import { Page } from "#web/ui/Page.tsx";
import { showCount, showText } from "#web/ui/show.ts";
import { tellProblem, tellUndo } from "#web/ui/tell.tsx";
import { When } from "#web/ui/When.tsx";

const route = getRouteApi("/o/$org/crm/$module/recycle-bin");

/** The deleted records of a module, and the way back for them. */
export function RecycleBin() {
  const module = moduleAt(route.useParams().module);
  const { id: organization } = useOrganization();
  const pages = useDeleted(module.name);
  // Who may delete may bring back.
  const mayRestore = useMay()(module.name, "Delete");
  const list = addressIn(organization, `crm/${module.path}`);
  return (
    <Page
      title={`Deleted ${module.many}`}
      facts={["They come back with everything that they held"]}
      width="fill"
    >
      <DataTable
        name={`crm deleted ${module.path}`}
        label={`Deleted ${module.many}`}
        columns={columns}
        pages={pages}
        rowId={({ id }) => id}
        rowName={({ display_name }) => display_name}
        {...(mayRestore
          ? { bulk: (rows: DeletedRecord[], clear: () => void) => renderRestore(module, rows, clear) }
          : {})}
        isPlain
        empty={
          <Empty
            sentence={`No ${module.one} is in the recycle bin.`}
            action={
              <Button component={Link} to={list} variant="default">
                Show all {module.many}
              </Button>
            }
          />
        }
      />
    </Page>
  );
}

const columns: Column<DeletedRecord>[] = [
  { id: "name", title: "Name", width: 320, cell: ({ display_name }) => showText(display_name) },
  { id: "when", title: "Deleted", width: 160, cell: ({ deleted_time }) => <When at={deleted_time} /> },
  { id: "who", title: "Deleted by", width: 200, cell: ({ deleted_by }) => showText(deleted_by?.name) },
  { id: "by", title: "Created by", width: 200, cell: ({ created_by }) => showText(created_by?.name) },
];

function renderRestore(module: Module, rows: DeletedRecord[], clear: () => void) {
  return <Restore module={module} rows={rows} onDone={clear} />;
}

function Restore({ module, rows, onDone }: { module: Module; rows: DeletedRecord[]; onDone: () => void }) {
  const { deleteMany } = useRecordWrites(module);
  const bringBack = useRestore(module);
  const [isBusy, setBusy] = useState(false);
  async function restore(): Promise<void> {
    setBusy(true);
    const ids = rows.map(({ id }) => id);
    const [only] = rows;
    const what = rows.length === 1 && only ? only.display_name : showCount(rows.length, module.one);
    try {
      await bringBack(ids);
      tellUndo(`${what} restored.`, () => deleteMany(ids));
      onDone();
    } catch (problem) {
      tellProblem(problem);
    }
    setBusy(false);
  }
  return (
    <Button
      size="compact-sm"
      variant="default"
      leftSection={<IconArrowBackUp size={14} />}
      loading={isBusy}
      onClick={() => void restore()}
    >
      Restore
    </Button>
  );
}
