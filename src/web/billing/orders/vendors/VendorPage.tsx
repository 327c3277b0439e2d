import { Button, Group, Menu, Stack, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPencil, IconPlus, IconTrash } from "@tabler/icons-react";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { listPurchaseOrders } from "#billing/order/purchase-order.api.ts";
import { deleteVendor, getVendor, type VendorView } from "#billing/vendor/vendor.api.ts";
import { addressLines } from "#billing/paper/address.ts";
import { useCall, usePages } from "#web/api.ts";
import { useMay } from "#web/app/organization.ts";
import { numberWords } from "#web/billing/documents/list/columns.tsx";
import { OneDocument } from "#web/billing/documents/page/OneDocument.tsx";
import { useDoing } from "#web/billing/documents/page/doing.ts";
import { usePurchaseOrderPlaces, useVendorPlaces } from "#web/billing/orders/places.ts";
import { purchaseOrderColumns } from "#web/billing/orders/purchase/PurchaseOrderList.tsx";
import { ask } from "#web/ui/ask.tsx";
import { DataTable } from "#web/ui/DataTable.tsx";
import { Empty } from "#web/ui/Empty.tsx";
import { Field, Fields } from "#web/ui/Field.tsx";
import { Page } from "#web/ui/Page.tsx";
import { showCount } from "#web/ui/show.ts";
import { tell, tellProblem } from "#web/ui/tell.tsx";
import { VendorForm } from "./VendorForm.tsx";

const route = getRouteApi("/o/$org/billing/orders/vendors/$vendor");

/** One vendor, and what was ordered from it. */
export function VendorPage() {
  const params = route.useParams();
  const vendor = useCall(getVendor, { params });
  return (
    <OneDocument of={vendor} title="Vendor">
      {(found) => <Record key={found.id} vendor={found} />}
    </OneDocument>
  );
}

function Record({ vendor }: { vendor: VendorView }) {
  const mayWrite = useMay("write");
  const [isEditing, editing] = useDisclosure(false);
  const { email, currency_code, payment_terms: terms } = vendor;
  return (
    <Page
      title={vendor.name}
      facts={[
        ...(email === null ? [] : [email]),
        `Paid in ${currency_code}`,
        ...(terms === null ? [] : [`Due after ${showCount(terms, "day")}`]),
      ]}
      action={
        mayWrite && (
          <Button leftSection={<IconPencil size={16} />} onClick={editing.open}>
            Edit
          </Button>
        )
      }
      {...(mayWrite ? { menu: <Remove vendor={vendor} /> } : {})}
    >
      <Stack gap="xl">
        <Address of={vendor.address} />
        <Orders vendor={vendor} mayWrite={mayWrite} />
      </Stack>
      <VendorForm vendor={vendor} isOpen={isEditing} onClose={editing.close} />
    </Page>
  );
}

/** Where it is, as its orders say it; nothing where that is not known. */
function Address({ of }: { of: VendorView["address"] }) {
  const lines = addressLines(of);
  if (lines.length === 0 && of.phone === null) return null;
  return (
    <Fields>
      <Field name="Address" value={lines.join(", ")} />
      <Field name="Phone" value={of.phone} />
    </Fields>
  );
}

function Orders({ vendor, mayWrite }: { vendor: VendorView; mayWrite: boolean }) {
  const navigate = useNavigate();
  const places = usePurchaseOrderPlaces();
  const pages = usePages(listPurchaseOrders, { query: { vendor_id: vendor.id } });
  const add = mayWrite && (
    <Button
      component={Link}
      to={places.create}
      search={{ vendor: vendor.id } as never}
      variant="default"
      leftSection={<IconPlus size={16} />}
    >
      New purchase order
    </Button>
  );
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Title order={2}>Purchase orders</Title>
        {pages.items.length > 0 && add}
      </Group>
      <DataTable
        name="vendor-purchase-orders"
        label="Purchase orders"
        columns={purchaseOrderColumns(places.page).filter(({ id }) => id !== "vendor_name")}
        pages={pages}
        rowId={({ id }) => id}
        rowName={numberWords}
        onOpen={({ id }) => void navigate({ to: places.page(id) })}
        isPlain
        empty={<Empty sentence="Nothing was ordered from this vendor yet." action={add} />}
      />
    </Stack>
  );
}

function Remove({ vendor }: { vendor: VendorView }) {
  const navigate = useNavigate();
  const places = useVendorPlaces();
  const doing = useDoing();
  async function remove(): Promise<void> {
    const isSure = await ask({
      title: `Delete ${vendor.name}?`,
      text: "Only a vendor from whom nothing was ordered can be deleted. This cannot be undone.",
      yes: "Delete vendor",
      danger: true,
    });
    if (!isSure) return;
    const leave = () => navigate({ to: places.list });
    await doing(deleteVendor, { params: { vendor: vendor.id } }, { leave });
    tell(`${vendor.name} is deleted.`);
  }
  return (
    <Menu.Item
      onClick={() => void remove().catch(tellProblem)}
      leftSection={<IconTrash size={16} />}
      color="fail"
    >
      Delete
    </Menu.Item>
  );
}
