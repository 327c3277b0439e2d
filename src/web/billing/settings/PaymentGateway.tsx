import { Button, Menu, Stack, Text } from "@mantine/core";
import { IconKey, IconPlugConnectedX } from "@tabler/icons-react";
import { useDisclosure } from "@mantine/hooks";
import { disconnectGateway, getGateway, type GatewayView } from "#billing/gateway/gateway.api.ts";
import { useCall, useSend } from "#web/api.ts";
import { useMay } from "#web/app/organization.ts";
import { ask } from "#web/ui/ask.tsx";
import { Empty } from "#web/ui/Empty.tsx";
import { Field, Fields } from "#web/ui/Field.tsx";
import { Loaded } from "#web/ui/Loaded.tsx";
import { Page } from "#web/ui/Page.tsx";
import { Status } from "#web/ui/Status.tsx";
import { tell, tellProblem } from "#web/ui/tell.tsx";
import { When } from "#web/ui/When.tsx";
import { GatewayForm } from "./GatewayForm.tsx";

/** The account that money is collected through, where there is one. */
export function PaymentGateway() {
  const gateway = useCall(getGateway);
  const mayAdmin = useMay("admin");
  if (gateway.data === undefined)
    return (
      <Page title="Payment gateway" width="narrow">
        <Loaded of={gateway}>{() => null}</Loaded>
      </Page>
    );
  return gateway.data.account === null ? (
    <Offline view={gateway.data} mayAdmin={mayAdmin} />
  ) : (
    <Connected view={gateway.data} account={gateway.data.account} mayAdmin={mayAdmin} />
  );
}

type OfView = { view: GatewayView; mayAdmin: boolean };

function Offline({ view, mayAdmin }: OfView) {
  return (
    <Page title="Payment gateway" width="narrow" status={<Status word="Not connected" meaning="gray" />}>
      {mayAdmin ? (
        <Stack gap="lg">
          <Text maw={560}>
            With a Stripe account, customers leave a card or account, and subscriptions are collected by
            themselves. Without one invoices are paid offline, and you record the payments.
          </Text>
          <GatewayForm webhookUrl={view.webhook_url} submit="Connect Stripe" />
        </Stack>
      ) : (
        <Empty drawing="key" sentence="Money is collected offline. An administrator can connect Stripe." />
      )}
    </Page>
  );
}

type ConnectedProps = OfView & { account: NonNullable<GatewayView["account"]> };

function Connected({ view, account, mayAdmin }: ConnectedProps) {
  const [isChanging, changing] = useDisclosure(false);
  const disconnect = useDisconnect(account.account_name);
  return (
    <Page
      title="Payment gateway"
      width="narrow"
      status={
        <Status
          word={account.is_live ? "Connected" : "Connected, test mode"}
          meaning={account.is_live ? "agree" : "change"}
        />
      }
      facts={["Stripe", account.account_name]}
      action={
        mayAdmin &&
        !isChanging && (
          <Button variant="default" leftSection={<IconKey size={16} />} onClick={changing.open}>
            Change key
          </Button>
        )
      }
      {...(mayAdmin
        ? {
            menu: (
              <Menu.Item color="fail" leftSection={<IconPlugConnectedX size={16} />} onClick={disconnect}>
                Disconnect
              </Menu.Item>
            ),
          }
        : {})}
    >
      <Stack gap="xl">
        <Fields>
          <Field name="Account" value={account.account} copies />
          <Field name="Secret key">ends in {account.key_hint}</Field>
          <Field name="Webhook" value={view.webhook_url} copies />
          <Field name="Signing secret">
            {account.webhook === "made" ? "made at Stripe by Concord" : "given by hand"}
          </Field>
          <Field name="Connected">
            <When at={account.connected_at} />
          </Field>
        </Fields>
        {isChanging && (
          <GatewayForm
            webhookUrl={view.webhook_url}
            submit="Save key"
            onDone={changing.close}
            onCancel={changing.close}
          />
        )}
      </Stack>
    </Page>
  );
}

function useDisconnect(name: string): () => void {
  const send = useSend(disconnectGateway, {
    refreshes: ["Payment methods", "Audit log"],
    failed: tellProblem,
    done: () => tell("Stripe is disconnected. Money is collected offline again."),
  });
  async function start(): Promise<void> {
    const isSure = await ask({
      title: `Disconnect ${name}?`,
      text: "Nothing is collected by itself from then on, and renewals that should be fail. Connected again, the same account knows the cards that customers left.",
      yes: "Disconnect",
      danger: true,
    });
    if (isSure) send.mutate({});
  }
  return () => void start();
}
