import { Anchor, Button, Group, Text } from "@mantine/core";
import { IconPlus, IconStar, IconTrash } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { getGateway } from "#billing/gateway/gateway.api.ts";
import {
  listPaymentMethods,
  makePaymentMethodDefault,
  type PaymentMethodView,
  removePaymentMethod,
  setUpPaymentMethod,
} from "#billing/payment-method/payment-method.api.ts";
import { asPages, useCall, useSend } from "#web/api.ts";
import { addressIn } from "#web/app/address.ts";
import { useMay, useOrganization } from "#web/app/organization.ts";
import { ask } from "#web/ui/ask.tsx";
import type { Column } from "#web/ui/DataTable.tsx";
import { Empty } from "#web/ui/Empty.tsx";
import { RowAction } from "#web/ui/RowAction.tsx";
import { SmallList } from "#web/ui/SmallList.tsx";
import { Status } from "#web/ui/Status.tsx";
import { tell, tellProblem } from "#web/ui/tell.tsx";
import { When } from "#web/ui/When.tsx";
import { SetUpDialog } from "./SetUpDialog.tsx";
import { expiryWords } from "./words.ts";

/** The cards and accounts that a customer's money is collected from. */
export function PaymentMethods({ customer, mayWrite }: { customer: string; mayWrite: boolean }) {
  const gateway = useCall(getGateway);
  const methods = useCall(listPaymentMethods, { params: { customer } });
  const [address, setAddress] = useState<string>();
  const setUp = useSend(setUpPaymentMethod, {
    failed: tellProblem,
    done: ({ url }) => setAddress(url),
  });
  const columns = useColumns(mayWrite);
  if (gateway.data?.account === null) return <Offline />;
  const add = mayWrite && (
    <Button
      variant="default"
      leftSection={<IconPlus size={16} />}
      loading={setUp.isPending}
      onClick={() => setUp.mutate({ params: { customer } })}
    >
      Add payment method
    </Button>
  );
  return (
    <>
      <SmallList
        name="payment-methods"
        label="Payment methods"
        columns={columns}
        pages={asPages(methods, ({ items }) => items)}
        rowId={({ id }) => id}
        rowName={({ label }) => label}
        add={add}
        drawing="card"
        none="There is no card or account to collect from. Invoices wait to be paid."
      />
      <SetUpDialog
        address={address}
        onClose={() => {
          setAddress(undefined);
          void methods.refetch();
        }}
      />
    </>
  );
}

/** Without a gateway nothing is collected by itself. */
function Offline() {
  const { id } = useOrganization();
  const mayAdmin = useMay("admin");
  return (
    <Empty
      drawing="card"
      sentence="No payment gateway is connected, so this customer pays offline."
      action={
        mayAdmin && (
          <Anchor component={Link} to={addressIn(id, "settings/payment-gateway")}>
            Connect a payment gateway
          </Anchor>
        )
      }
    />
  );
}

function useActions(): Record<"choose" | "remove", (method: PaymentMethodView) => void> {
  const chosen = useSend(makePaymentMethodDefault, { refreshes: ["Customers"], failed: tellProblem });
  const removed = useSend(removePaymentMethod, { refreshes: ["Customers"], failed: tellProblem });
  async function choose({ id, label }: PaymentMethodView): Promise<void> {
    await chosen.mutateAsync({ params: { payment_method: id } });
    tell(`From now on ${label} is collected from.`);
  }
  async function remove({ id, label, is_default }: PaymentMethodView): Promise<void> {
    const isSure = await ask({
      title: `Remove ${label}?`,
      text: `Stripe forgets it too, and it has to be entered again to be used.${is_default ? " Renewals are then collected from another one, or fail where there is none." : ""}`,
      yes: "Remove",
      danger: true,
    });
    if (!isSure) return;
    await removed.mutateAsync({ params: { payment_method: id } });
    tell(`${label} is removed.`);
  }
  return {
    choose: (method) => void choose(method).catch(() => undefined),
    remove: (method) => void remove(method).catch(() => undefined),
  };
}

function useColumns(mayWrite: boolean): Column<PaymentMethodView>[] {
  const { choose, remove } = useActions();
  const plain: Column<PaymentMethodView>[] = [
    {
      id: "label",
      title: "Card or account",
      width: 240,
      cell: ({ label, is_default }) => (
        <Group gap={6} wrap="nowrap">
          <Text component="span" inherit fw={500} truncate>
            {label}
          </Text>
          {is_default && <Status word="Default" meaning="agree" />}
        </Group>
      ),
    },
    {
      id: "expires",
      title: "Expires",
      width: 160,
      cell: ({ expires, is_expired }) =>
        is_expired && expires !== null ? (
          <Status word={`Expired ${expiryWords(expires)}`} meaning="fail" />
        ) : (
          (expires && expiryWords(expires)) || "never"
        ),
    },
    { id: "added", title: "Added", width: 140, cell: ({ created_at }) => <When at={created_at} /> },
  ];
  if (!mayWrite) return plain;
  return [
    ...plain,
    {
      id: "actions",
      title: "Actions",
      isActions: true,
      width: 88,
      align: "right",
      cell: (method) => (
        <Group gap={4} wrap="nowrap" justify="flex-end">
          {!method.is_default && (
            <RowAction
              label="Make default"
              name={`Make ${method.label} the default`}
              icon={IconStar}
              onClick={() => choose(method)}
            />
          )}
          <RowAction
            label="Remove"
            name={`Remove ${method.label}`}
            icon={IconTrash}
            onClick={() => remove(method)}
          />
        </Group>
      ),
    },
  ];
}
