import { Button, Menu, Skeleton, Stack } from "@mantine/core";
import { IconArrowMerge, IconPencil, IconTrash } from "@tabler/icons-react";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { addressIn } from "#web/app/address.ts";
import { useOrganization } from "#web/app/organization.ts";
import { useFields, useRecord } from "#web/crm/crm-queries.ts";
import { FieldValue } from "#web/crm/fields/FieldValue.tsx";
import { RecordFinance } from "#web/crm/finance/RecordFinance.tsx";
import { useDeleteRecords } from "#web/crm/list/delete-records.ts";
import { type Module, moduleAt } from "#web/crm/module.ts";
import { nameOf } from "#web/crm/record-name.ts";
import { useMay } from "#web/crm/rights.ts";
import type { CrmField, CrmRecord, Reference } from "#web/crm/types.ts";
import { BillingPanel } from "#web/sync/BillingPanel.tsx";
import { Loaded } from "#web/ui/Loaded.tsx";
import { Page } from "#web/ui/Page.tsx";
import { NoRecord } from "./NoRecord.tsx";
import { Notes } from "./Notes.tsx";
import { RecordFields } from "./RecordFields.tsx";
import classes from "./RecordPage.module.css";
import { RecordStatus } from "./RecordStatus.tsx";
import { RecordTimeline } from "./RecordTimeline.tsx";
import { RelatedLists } from "./RelatedLists.tsx";

const route = getRouteApi("/o/$org/crm/$module/$record");

/** One account, contact or deal: what is known of it, and what belongs to it. */
export function RecordPage() {
  const params = route.useParams();
  const module = moduleAt(params.module);
  const record = useRecord(module.name, params.record);
  const fields = useFields(module.name);
  const found = record.data;
  const may = useMay();
  const name = found ? nameOf(module, found) : found === null ? `No such ${module.one}` : module.title;
  return (
    <Page
      title={name}
      status={found && <RecordStatus module={module} record={found} />}
      facts={found && fields.data ? factsOf(module, found, fields.data) : []}
      action={found && may(module.name, "Edit") && <EditButton module={module} id={found.id} />}
      menu={
        found &&
        may(module.name, "Delete") && (
          <>
            {may(module.name, "Edit") && <MergeItem module={module} id={found.id} />}
            <DeleteItem module={module} record={found} />
          </>
        )
      }
    >
      <Loaded of={fields} skeleton={<Shape />}>
        {(all) => (
          <Loaded of={record} skeleton={<Shape />}>
            {(one) =>
              one === null ? (
                <NoRecord module={module} id={params.record} />
              ) : (
                <div className={classes.columns}>
                  <div>
                    <RecordFields key={one.id} module={module} record={one} fields={all} />
                    <RecordFinance module={module} record={one.id} />
                  </div>
                  <aside className={classes.aside} aria-label="Related records">
                    <BillingPanel record={one.id} />
                    <RelatedLists module={module} record={one} />
                    <Notes module={module} id={one.id} />
                    <RecordTimeline module={module} id={one.id} fields={all} />
                  </aside>
                </div>
              )
            }
          </Loaded>
        )}
      </Loaded>
    </Page>
  );
}

const factNames: Record<Module["name"], readonly string[]> = {
  Accounts: ["Account_Type", "Industry", "Phone", "Website"],
  Contacts: ["Title", "Account_Name", "Email", "Phone"],
  Deals: ["Amount", "Closing_Date", "Account_Name"],
};

/** The owner, and the first facts that this record has. */
function factsOf(module: Module, record: CrmRecord, fields: readonly CrmField[]): ReactNode[] {
  const owner = record["Owner"] as Reference | null;
  const known = factNames[module.name]
    .flatMap((name) => fields.find((field) => field.api_name === name) ?? [])
    .filter((field) => record[field.api_name] !== null && record[field.api_name] !== undefined);
  return [
    owner?.name ? `Owner: ${owner.name}` : undefined,
    ...known
      .slice(0, 3)
      .map((field) => <FieldValue key={field.api_name} field={field} value={record[field.api_name]} />),
  ].filter(Boolean);
}

function EditButton({ module, id }: { module: Module; id: string }) {
  const { id: organization } = useOrganization();
  return (
    <Button
      component={Link}
      to={addressIn(organization, `crm/${module.path}/${id}/edit`)}
      variant="default"
      leftSection={<IconPencil size={16} />}
    >
      Edit
    </Button>
  );
}

function MergeItem({ module, id }: { module: Module; id: string }) {
  const { id: organization } = useOrganization();
  return (
    <Menu.Item
      component={Link}
      to={addressIn(organization, `crm/${module.path}/merge`)}
      search={{ ids: id } as never}
      leftSection={<IconArrowMerge size={16} />}
    >
      Merge with another {module.one}
    </Menu.Item>
  );
}

function DeleteItem({ module, record }: { module: Module; record: CrmRecord }) {
  const { id: organization } = useOrganization();
  const navigate = route.useNavigate();
  const remove = useDeleteRecords(module);
  return (
    <Menu.Item
      leftSection={<IconTrash size={16} />}
      onClick={() => {
        void navigate({ to: addressIn(organization, `crm/${module.path}`) });
        void remove([record]);
      }}
    >
      Delete {module.one}
    </Menu.Item>
  );
}

function Shape() {
  return (
    <Stack gap="sm" maw={720}>
      <Skeleton height={20} width="30%" />
      {[0, 1, 2, 3, 4, 5].map((at) => (
        <Skeleton key={at} height={28} />
      ))}
    </Stack>
  );
}
