import { Anchor, Button, Grid, Menu, Tabs } from "@mantine/core";
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
import { Attachments } from "#web/billing/attachments/Attachments.tsx";
import { MergeDialog } from "#web/billing/customers/merge/MergeDialog.tsx";
import { PaymentMethods } from "#web/billing/collection/PaymentMethods.tsx";
import { useCustomerPlaces } from "#web/billing/customers/places.ts";
import { CustomerCreditNotes } from "#web/billing/credit-notes/CreditNoteList.tsx";
import { CustomerEstimates } from "#web/billing/estimates/EstimateList.tsx";
import { CustomerSalesOrders } from "#web/billing/orders/sales/SalesOrderList.tsx";
import type { CustomerTab } from "#web/billing/customers/tabs.ts";
import { Balance, CustomerInvoices, CustomerPayments } from "#web/billing/payments/CustomerMoney.tsx";
import { Statement } from "#web/billing/statement/Statement.tsx";
import { CustomerBadges } from "./CustomerBadges.tsx";
import { Merges } from "./Merges.tsx";
import { Overview } from "./Overview.tsx";
import { Persons } from "./Persons.tsx";
import { Subscriptions } from "./Subscriptions.tsx";
import { TestClockDialog } from "./TestClockDialog.tsx";
import { Timeline } from "./Timeline.tsx";
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

/** On a narrow page the tabs are a strip: the one that an address names is to be seen in it. */
function showChosen(list: HTMLElement | null): void {
  const [chosen] = list?.querySelectorAll("[data-active]") ?? [];
  chosen?.scrollIntoView({ block: "nearest", inline: "center" });
}

function Record({ customer }: { customer: CustomerView }) {
  const { tab = "overview", ...period } = route.useSearch();
  const navigate = route.useNavigate();
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
          <Button component={Link} to={places.edit(customer.id)} leftSection={<IconPencil size={16} />}>
            Edit
          </Button>
        )
      }
      {...(mayWrite ? { menu: <Actions customer={customer} onOpen={setDialog} /> } : {})}
    >
      <Grid gap="xl">
        <Grid.Col span={{ base: 12, lg: customer.linked ? 8 : 12 }}>
          <Tabs
            value={tab}
            onChange={(next) =>
              void navigate({
                search: { tab: next === "overview" ? undefined : (next as CustomerTab) },
                replace: true,
                resetScroll: false,
              })
            }
            keepMounted={false}
          >
            <Tabs.List mb="lg" ref={showChosen}>
              <Tabs.Tab value="overview">Overview</Tabs.Tab>
              <Tabs.Tab value="subscriptions">Subscriptions</Tabs.Tab>
              <Tabs.Tab value="invoices">Invoices</Tabs.Tab>
              <Tabs.Tab value="payments">Payments</Tabs.Tab>
              <Tabs.Tab value="statement">Statement</Tabs.Tab>
              <Tabs.Tab value="methods">Payment methods</Tabs.Tab>
              <Tabs.Tab value="credit-notes">Credit notes</Tabs.Tab>
              <Tabs.Tab value="estimates">Estimates</Tabs.Tab>
              <Tabs.Tab value="orders">Orders</Tabs.Tab>
              <Tabs.Tab value="persons">Contact persons ({customer.contact_persons.length})</Tabs.Tab>
              <Tabs.Tab value="files">Files</Tabs.Tab>
              <Tabs.Tab value="timeline">Timeline</Tabs.Tab>
              <Tabs.Tab value="merges">Merges</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="overview">
              <Overview customer={customer} />
            </Tabs.Panel>
            <Tabs.Panel value="invoices">
              <CustomerInvoices customer={customer} mayWrite={mayWrite} />
            </Tabs.Panel>
            <Tabs.Panel value="payments">
              <CustomerPayments customer={customer} mayWrite={mayWrite} />
            </Tabs.Panel>
            <Tabs.Panel value="statement">
              <Statement
                customer={customer.id}
                period={period}
                onPeriod={(next) =>
                  void navigate({ search: { tab: "statement", ...next }, replace: true, resetScroll: false })
                }
              />
            </Tabs.Panel>
            <Tabs.Panel value="methods">
              <PaymentMethods customer={customer.id} mayWrite={mayWrite} />
            </Tabs.Panel>
            <Tabs.Panel value="credit-notes">
              <CustomerCreditNotes customer={customer.id} mayWrite={mayWrite} />
            </Tabs.Panel>
            <Tabs.Panel value="estimates">
              <CustomerEstimates customer={customer.id} mayWrite={mayWrite} />
            </Tabs.Panel>
            <Tabs.Panel value="orders">
              <CustomerSalesOrders customer={customer.id} mayWrite={mayWrite} />
            </Tabs.Panel>
            <Tabs.Panel value="files">
              <Attachments customer={customer.id} mayWrite={mayWrite} />
            </Tabs.Panel>
            <Tabs.Panel value="persons">
              <Persons customer={customer} mayWrite={mayWrite} />
            </Tabs.Panel>
            <Tabs.Panel value="subscriptions">
              <Subscriptions customer={customer.id} mayWrite={mayWrite} />
            </Tabs.Panel>
            <Tabs.Panel value="timeline">
              <Timeline customer={customer.id} />
            </Tabs.Panel>
            <Tabs.Panel value="merges">
              <Merges customer={customer} />
            </Tabs.Panel>
          </Tabs>
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

type DialogName = "merge" | "link" | "clock";
type DialogsProps = { customer: CustomerView; open: DialogName | undefined; onClose: () => void };

function Dialogs({ customer, open, onClose }: DialogsProps) {
  return (
    <>
      <MergeDialog isOpen={open === "merge"} survivor={customer} onClose={onClose} />
      <LinkDialog isOpen={open === "link"} customer={customer} onClose={onClose} />
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
    <Balance key="balance" customer={customer.id} />,
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
