import { Button, Group, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { type Check, connect, type ConnectionView } from "#sync/connection/connection.api.ts";
import type { Received } from "#platform/http/endpoint.ts";
import { useOrganizationId, useSend } from "#web/api.ts";
import { Panel } from "#web/sync/Panel.tsx";
import { usePlaces } from "#web/sync/places.ts";
import { Form } from "#web/ui/Form.tsx";
import { useFormState } from "#web/ui/form.ts";
import { Page } from "#web/ui/Page.tsx";
import { Status } from "#web/ui/Status.tsx";
import { watchChecks } from "./check.client.ts";
import { Checks } from "./Checks.tsx";
import classes from "./Connect.module.css";
import { CredentialFields } from "./CredentialFields.tsx";
import { credentialProblems, credentialsOf, noCredentials } from "./credentials.ts";
import { SharedItems } from "./SharedItems.tsx";

/** Connects a CRM: what is shared and the consent to it, the credentials, the checks. */
export function Connect() {
  const [connected, setConnected] = useState<Received<typeof connect>>();
  return (
    <Page title="Connect a CRM">
      {connected === undefined ? <ConnectForm onConnected={setConnected} /> : <Connected {...connected} />}
    </Page>
  );
}

function ConnectForm({ onConnected }: { onConnected: (reply: Received<typeof connect>) => void }) {
  const organization = useOrganizationId();
  const [checks, setChecks] = useState<Check[]>([]);
  const [checked, setChecked] = useState<"zsc" | "oauth">();
  const send = useSend(connect);
  const form = useFormState({
    initial: { ...noCredentials, consent: false },
    check: (values) => [
      ...(values.consent ? [] : [{ path: "consent", problem: "Agree to sharing the listed items first" }]),
      ...credentialProblems(values),
    ],
    send: async (values) => {
      const credentials = credentialsOf(values);
      const found: Check[] = [];
      setChecks(found);
      setChecked(values.kind);
      // A grant code is used up by its first use, so that Zoho's own checks come with the connecting.
      if (values.kind === "zsc") {
        for await (const check of watchChecks(organization, credentials)) {
          found.push(check);
          setChecks([...found]);
        }
      }
      if (found.some(({ state }) => state === "failed")) return;
      onConnected(await send.mutateAsync({ body: { credentials, consent: true } }));
    },
  });
  return (
    <Form of={form}>
      <div className={classes.sides}>
        <SharedItems consent={form.checkbox("consent")} />
        <Stack gap="md">
          <Panel title="Credentials">
            <CredentialFields of={form} />
            <Button type="submit" loading={form.isSending} mt="lg">
              Check and connect
            </Button>
          </Panel>
          {/* The checks were those of the other kind of credentials. */}
          {form.values.kind === checked && (form.isSending || checks.length > 0) && (
            <Panel title="Checks">
              <Checks checks={checks} isChecking={form.isSending} />
            </Panel>
          )}
        </Stack>
      </div>
    </Form>
  );
}

function Connected({ connection, checks }: { connection: ConnectionView; checks: Check[] }) {
  const places = usePlaces();
  return (
    <Stack gap="md" maw={640}>
      <Panel title={connection.crm_company} status={<Status word="Connected" meaning="agree" />}>
        <Text>
          {connection.settings === null
            ? "Nothing is synced yet. Choose next which records become customers, and how."
            : "The set-up and the links from before are kept. Go on where it stopped."}
        </Text>
        <Group mt="md" gap="xs">
          <Button
            component={Link}
            to={
              connection.settings === null ? places.configure(connection.id) : places.details(connection.id)
            }
          >
            {connection.settings === null ? "Configure now" : "Show details"}
          </Button>
          {connection.settings === null && (
            <Button variant="default" component={Link} to={places.root}>
              Later
            </Button>
          )}
        </Group>
      </Panel>
      <Panel title="Checks">
        <Checks checks={checks} isChecking={false} />
      </Panel>
    </Stack>
  );
}
