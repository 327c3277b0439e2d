import { Stack, Tabs } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { CustomerView } from "#billing/customer/customer.api.ts";
import { Attachments } from "#web/billing/attachments/Attachments.tsx";
import { PaymentMethods } from "#web/billing/collection/PaymentMethods.tsx";
import { CustomerCreditNotes } from "#web/billing/credit-notes/CreditNoteList.tsx";
import {
  type CustomerPart,
  type CustomerTab,
  customerTabs,
  partsOf,
  tabOf,
} from "#web/billing/customers/tabs.ts";
import { CustomerEstimates } from "#web/billing/estimates/EstimateList.tsx";
import { CustomerSalesOrders } from "#web/billing/orders/sales/SalesOrderList.tsx";
import { Balance, CustomerInvoices, CustomerPayments } from "#web/billing/payments/CustomerMoney.tsx";
import { Statement } from "#web/billing/statement/Statement.tsx";
import { PageTabs } from "#web/ui/PageTabs.tsx";
import { Merges } from "./Merges.tsx";
import { Overview } from "./Overview.tsx";
import { Persons } from "./Persons.tsx";
import { Subscriptions } from "./Subscriptions.tsx";
import { Timeline } from "./Timeline.tsx";

const route = getRouteApi("/o/$org/billing/customers/$customer");

type CustomerTabsProps = { customer: CustomerView; mayWrite: boolean };

/** On a narrow page the tabs are a strip: the one that an address names is to be seen in it. */
function showChosen(list: HTMLElement | null): void {
  const [chosen] = list?.querySelectorAll("[data-active]") ?? [];
  chosen?.scrollIntoView({ block: "nearest", inline: "center" });
}

/** All that a customer has: a few tabs, those of several parts with a choice of them. */
export function CustomerTabs({ customer, mayWrite }: CustomerTabsProps) {
  const { tab: part } = route.useSearch();
  const navigate = route.useNavigate();
  const show = (tab: CustomerTab | undefined): void =>
    void navigate({ search: { tab: tab && partsOf(tab)[0] }, replace: true, resetScroll: false });
  return (
    <Tabs
      value={part === undefined ? "overview" : tabOf(part)}
      onChange={(next) => show(next === "overview" ? undefined : (next as CustomerTab))}
      keepMounted={false}
    >
      <Tabs.List mb="lg" ref={showChosen}>
        <Tabs.Tab value="overview">Overview</Tabs.Tab>
        <Tabs.Tab value="subscriptions">Subscriptions</Tabs.Tab>
        <Tabs.Tab value="documents">Documents</Tabs.Tab>
        <Tabs.Tab value="payments">Payments</Tabs.Tab>
        <Tabs.Tab value="persons">Contact persons ({customer.contact_persons.length})</Tabs.Tab>
        <Tabs.Tab value="activity">Activity</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="overview">
        <Overview customer={customer} />
      </Tabs.Panel>
      {part !== undefined && (
        <Tabs.Panel value={tabOf(part)}>
          <Stack gap="md">
            <Parts of={tabOf(part)} here={part} />
            <Part name={part} customer={customer} mayWrite={mayWrite} />
          </Stack>
        </Tabs.Panel>
      )}
    </Tabs>
  );
}

/** The choice of a tab's parts; nothing where it has only one. */
function Parts({ of, here }: { of: CustomerTab; here: CustomerPart }) {
  const words: Partial<Record<CustomerPart, string>> = customerTabs[of];
  const parts = partsOf(of);
  if (parts.length === 1) return null;
  const tabs = parts.map((part) => ({ label: words[part] ?? part, to: ".", search: { tab: part } }));
  return <PageTabs label={tabWords[of]} tabs={tabs} here={words[here] ?? here} />;
}

const tabWords: Readonly<Record<CustomerTab, string>> = {
  subscriptions: "Subscriptions",
  documents: "Documents",
  payments: "Payments",
  persons: "Contact persons",
  activity: "Activity",
};

type PartProps = CustomerTabsProps & { name: CustomerPart };

function Part({ name, customer, mayWrite }: PartProps) {
  return parts[name]({ customer, mayWrite });
}

const parts: Readonly<Record<CustomerPart, (props: CustomerTabsProps) => ReactNode>> = {
  subscriptions: ({ customer: { id }, mayWrite }) => <Subscriptions customer={id} mayWrite={mayWrite} />,
  invoices: (props) => <CustomerInvoices {...props} />,
  estimates: ({ customer: { id }, mayWrite }) => <CustomerEstimates customer={id} mayWrite={mayWrite} />,
  orders: ({ customer: { id }, mayWrite }) => <CustomerSalesOrders customer={id} mayWrite={mayWrite} />,
  "credit-notes": ({ customer: { id }, mayWrite }) => (
    <CustomerCreditNotes customer={id} mayWrite={mayWrite} />
  ),
  files: ({ customer: { id }, mayWrite }) => <Attachments customer={id} mayWrite={mayWrite} />,
  payments: (props) => (
    <>
      <Balance customer={props.customer.id} />
      <CustomerPayments {...props} />
    </>
  ),
  methods: ({ customer: { id }, mayWrite }) => <PaymentMethods customer={id} mayWrite={mayWrite} />,
  statement: ({ customer: { id } }) => <Account customer={id} />,
  persons: (props) => <Persons {...props} />,
  timeline: ({ customer: { id } }) => <Timeline customer={id} />,
  merges: ({ customer }) => <Merges customer={customer} />,
};

/** The statement of the days that the address names. */
function Account({ customer }: { customer: string }) {
  const { tab: _, ...period } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <Statement
      customer={customer}
      period={period}
      onPeriod={(next) =>
        void navigate({ search: { tab: "statement", ...next }, replace: true, resetScroll: false })
      }
    />
  );
}
