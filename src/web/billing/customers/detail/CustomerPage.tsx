import { Anchor, Button, Grid, Menu } from "@mantine/core";
import {
  IconArrowMerge,
  IconCircleCheck,
  IconCircleOff,
  IconClock,
  IconLink,
  IconPencil,
  IconTrash,
} from "@tabler/icons-react";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { type CustomerView, getCustomer } from "#billing/customer/customer.api.ts";
import { useCall } from "#web/api.ts";
import { useMay } from "#web/app/organization.ts";
import { CrmPanel } from "#web/sync/CrmPanel.tsx";
import { LinkDialog } from "#web/sync/customer/LinkDialog.tsx";
import { useKeptFields } from "#web/sync/story/stories.ts";
import { SyncMark } from "#web/sync/story/SyncMark.tsx";
import { Loaded } from "#web/ui/Loaded.tsx";
import { Page } from "#web/ui/Page.tsx";
import { When } from "#web/ui/When.tsx";
import { MergeDialog } from "#web/billing/customers/merge/MergeDialog.tsx";
import { useCustomerPlaces } from "#web/billing/customers/places.ts";
import { RecordPayment } from "#web/billing/payments/RecordPayment.tsx";
import { CustomerBadges } from "./CustomerBadges.tsx";
import { CustomerTabs } from "./CustomerTabs.tsx";
import { NewMenu } from "./NewMenu.tsx";
import { TestClockDialog } from "./TestClockDialog.tsx";
import { useStatusChange } from "./status-change.ts";

const route = getRouteApi("/o/$org/billing/customers/$customer");

/** One customer: what it is, its people, what happened to it, and what the CRM says of it. */
export function CustomerPage() {
  const { customer: id } = route.useParams();
  const customer = useCall(getCustomer, { params: { customer: id } });
  return customer.data === undefined || customer.error?.status === 404 ? (
    <Page title="Customer">
      <Loaded of={customer}>{() => null}</Loaded>
    </Page>
  ) : (
    <Record key={id} customer={customer.data} />
  );
}

function Record({ customer }: { customer: CustomerView }) {
  const places = useCustomerPlaces();
  const mayWrite = useMay("write") && customer.merged_into === null;
  const name = useKeptFields(customer.id).get("display_name");
  const [dialog, setDialog] = useState<DialogName>();
  return (
    <Page
      title={customer.display_name}
      status={
        <>
          <CustomerBadges customer={customer} />
          {name && <SyncMark subject={{ customer: customer.id }} name="Display name" of={[name]} />}
        </>
      }
      facts={factsOf(customer, places.customer)}
      action={
        mayWrite && (
          <>
            <Button
              component={Link}
              to={places.edit(customer.id)}
              variant="default"
              leftSection={<IconPencil size={16} />}
            >
              Edit
            </Button>
            <NewMenu customer={customer} onPayment={() => setDialog("payment")} />
          </>
        )
      }
      {...(mayWrite ? { menu: <Actions customer={customer} onOpen={setDialog} /> } : {})}
    >
      <Grid gap="xl">
        <Grid.Col span={{ base: 12, lg: customer.linked ? 8 : 12 }}>
          <CustomerTabs customer={customer} mayWrite={mayWrite} />
        </Grid.Col>
        {customer.linked && (
          <Grid.Col span={{ base: 12, lg: 4 }}>
            <CrmPanel customer={customer.id} />
          </Grid.Col>
        )}
      </Grid>
      <Dialogs customer={customer} open={dialog} onClose={() => setDialog(undefined)} />
    </Page>
  );
}

type DialogName = "merge" | "link" | "clock" | "payment";
type DialogsProps = { customer: CustomerView; open: DialogName | undefined; onClose: () => void };

function Dialogs({ customer, open, onClose }: DialogsProps) {
  return (
    <>
      <MergeDialog isOpen={open === "merge"} survivor={customer} onClose={onClose} />
      <LinkDialog isOpen={open === "link"} customer={customer} onClose={onClose} />
      <RecordPayment isOpen={open === "payment"} customer={customer} onClose={onClose} />
      <TestClockDialog isOpen={open === "clock"} customer={customer} onClose={onClose} />
    </>
  );
}

function factsOf(customer: CustomerView, to: (id: string) => string): React.ReactNode[] {
  return [
    ...(customer.merged_into === null
      ? []
      : [
          <span key="merged">
            Merged into{" "}
            <Anchor component={Link} to={to(customer.merged_into)} underline="always">
              {customer.merged_into_name}
            </Anchor>
          </span>,
        ]),
    ...(customer.email === null
      ? []
      : [
          <Anchor key="email" href={`mailto:${customer.email}`}>
            {customer.email}
          </Anchor>,
        ]),
    customer.currency_code,
    <span key="updated">
      Updated <When at={customer.updated_at} />
    </span>,
  ];
}

type ActionsProps = { customer: CustomerView; onOpen: (dialog: DialogName) => void };

function Actions({ customer, onOpen }: ActionsProps) {
  const { toggle, remove } = useStatusChange(customer);
  const isActive = customer.status === "active";
  return (
    <>
      <Menu.Item onClick={() => onOpen("merge")} leftSection={<IconArrowMerge size={16} />}>
        Merge with another customer
      </Menu.Item>
      {!customer.linked && (
        <Menu.Item onClick={() => onOpen("link")} leftSection={<IconLink size={16} />}>
          Link with a CRM record
        </Menu.Item>
      )}
      <Menu.Item
        onClick={toggle}
        leftSection={isActive ? <IconCircleOff size={16} /> : <IconCircleCheck size={16} />}
      >
        {isActive ? "Make inactive" : "Make active"}
      </Menu.Item>
      <Menu.Item onClick={() => onOpen("clock")} leftSection={<IconClock size={16} />}>
        Test clock
      </Menu.Item>
      <Menu.Divider />
      <Menu.Item onClick={remove} leftSection={<IconTrash size={16} />} color="fail">
        Delete
      </Menu.Item>
    </>
  );
}
