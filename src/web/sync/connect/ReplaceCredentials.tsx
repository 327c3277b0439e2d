import { Text } from "@mantine/core";
import { useNavigate, useParams } from "@tanstack/react-router";
import { type ConnectionView, getConnection, replaceCredentials } from "#sync/connection/connection.api.ts";
import { useCall, useSend } from "#web/api.ts";
import { Panel } from "#web/sync/Panel.tsx";
import { usePlaces } from "#web/sync/places.ts";
import { Form } from "#web/ui/Form.tsx";
import { useFormState } from "#web/ui/form.ts";
import { Loaded } from "#web/ui/Loaded.tsx";
import { Page } from "#web/ui/Page.tsx";
import { tell } from "#web/ui/tell.tsx";
import { CredentialFields } from "./CredentialFields.tsx";
import { credentialProblems, credentialsOf, noCredentials } from "./credentials.ts";

/** Another e-mail address and key for a connected CRM. */
export function ReplaceCredentials() {
  const { connection } = useParams({ from: "/o/$org/settings/integrations/$connection/credentials" });
  const asked = useCall(getConnection, { params: { connection } });
  return (
    <Page title="Replace credentials" facts={[asked.data?.crm_company]} width="narrow">
      <Loaded of={asked}>{(found) => <ReplaceForm of={found} />}</Loaded>
    </Page>
  );
}

function ReplaceForm({ of: connection }: { of: ConnectionView }) {
  const places = usePlaces();
  const navigate = useNavigate();
  const send = useSend(replaceCredentials);
  const back = (): Promise<void> => navigate({ to: places.details(connection.id) });
  const form = useFormState({
    initial: {
      ...noCredentials,
      kind: connection.kind === "zoho" ? ("oauth" as const) : ("zsc" as const),
      email: connection.email,
    },
    check: credentialProblems,
    send: async (values) => {
      await send.mutateAsync({ params: { connection: connection.id }, body: credentialsOf(values) });
      tell("The credentials are replaced.");
      await back();
    },
  });
  return (
    <Form of={form} submit="Check and replace" onCancel={() => void back()}>
      <Text>
        They have to belong to the same CRM organization. Links, mapping and history stay as they are.
      </Text>
      <Panel title="Credentials">
        <CredentialFields of={form} />
      </Panel>
    </Form>
  );
}
