import { Button, Menu } from "@mantine/core";
import {
  IconCash,
  IconChevronDown,
  IconClipboardList,
  IconFileDescription,
  IconFileInvoice,
  IconPlus,
  IconReceiptRefund,
  IconRepeat,
} from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { CustomerView } from "#billing/customer/customer.api.ts";
import { useCreditNotePlaces } from "#web/billing/credit-notes/places.ts";
import { useEstimatePlaces } from "#web/billing/estimates/places.ts";
import { useInvoicePlaces } from "#web/billing/invoices/places.ts";
import { useSalesOrderPlaces } from "#web/billing/orders/places.ts";
import { useSubscriptionPlaces } from "#web/billing/subscriptions/places.ts";

type NewMenuProps = {
  customer: CustomerView;
  /** A payment is recorded on this page; all else has a page of its own. */ onPayment: () => void;
};

/** All that can be written for a customer, from wherever on its page. */
export function NewMenu({ customer, onPayment }: NewMenuProps) {
  const pages = [
    { label: "Invoice", icon: IconFileInvoice, to: useInvoicePlaces().create },
    { label: "Subscription", icon: IconRepeat, to: useSubscriptionPlaces().create },
    { label: "Estimate", icon: IconFileDescription, to: useEstimatePlaces().create },
    { label: "Sales order", icon: IconClipboardList, to: useSalesOrderPlaces().create },
    { label: "Credit note", icon: IconReceiptRefund, to: useCreditNotePlaces().create },
  ];
  return (
    <Menu position="bottom-end" withinPortal={false}>
      <Menu.Target>
        <Button leftSection={<IconPlus size={16} />} rightSection={<IconChevronDown size={14} />}>
          New
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {pages.map(({ label, icon: Glyph, to }) => (
          <Menu.Item
            key={label}
            component={Link}
            to={to}
            search={{ customer: customer.id } as never}
            leftSection={<Glyph size={16} />}
          >
            {label}
          </Menu.Item>
        ))}
        <Menu.Item onClick={onPayment} leftSection={<IconCash size={16} />}>
          Payment
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
