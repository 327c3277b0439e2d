import { Alert, Button, Menu, Stack } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPencil, IconSend, IconTrash } from "@tabler/icons-react";
import { getMailServer, type MailServerReply, removeMailServer } from "#billing/email/mail-server.api.ts";
import { useCall, useSend } from "#web/api.ts";
import { useMay } from "#web/app/organization.ts";
import { ask } from "#web/ui/ask.tsx";
import { Field, Fields } from "#web/ui/Field.tsx";
import { Loaded } from "#web/ui/Loaded.tsx";
import { Page } from "#web/ui/Page.tsx";
import { Status } from "#web/ui/Status.tsx";
import { tell, tellProblem } from "#web/ui/tell.tsx";
import { When } from "#web/ui/When.tsx";
import { EmailTabs } from "./EmailTabs.tsx";
import { MailServerForm, securityWords } from "./MailServerForm.tsx";
import { TestEmail } from "./TestEmail.tsx";

type Server = NonNullable<MailServerReply["server"]>;

/** The mail server that e-mails go out by, where there is one. */
export function MailServer() {
  const reply = useCall(getMailServer);
  const mayAdmin = useMay("admin");
  if (reply.data === undefined)
    return (
      <Page title="E-mail" width="narrow">
        <Loaded of={reply}>{() => null}</Loaded>
      </Page>
    );
  const { server } = reply.data;
  return server === null ? <None mayAdmin={mayAdmin} /> : <Kept server={server} mayAdmin={mayAdmin} />;
}

function None({ mayAdmin }: { mayAdmin: boolean }) {
  return (
    <Page title="E-mail" width="narrow" status={<Status word="Nothing is sent" meaning="conflict" />}>
      <Stack gap="lg">
        <EmailTabs here="server" />
        <Alert color="conflict" variant="light" title="E-mails are caught">
          No mail server is set up. What is e-mailed is kept under E-mails, where you can look at it; nothing
          leaves this machine.
          {!mayAdmin && " An administrator can set one up."}
        </Alert>
        {mayAdmin && <MailServerForm submit="Save mail server" />}
      </Stack>
    </Page>
  );
}

function Kept({ server, mayAdmin }: { server: Server; mayAdmin: boolean }) {
  const [isChanging, changing] = useDisclosure(false);
  const [isTesting, testing] = useDisclosure(false);
  const remove = useRemove(server.host);
  const actions = mayAdmin && !isChanging && (
    <>
      <Button variant="default" leftSection={<IconPencil size={16} />} onClick={changing.open}>
        Change
      </Button>
      <Button leftSection={<IconSend size={16} />} onClick={testing.open}>
        Send test e-mail
      </Button>
    </>
  );
  const menu = (
    <Menu.Item color="fail" leftSection={<IconTrash size={16} />} onClick={remove}>
      Remove mail server
    </Menu.Item>
  );
  return (
    <Page
      title="E-mail"
      width="narrow"
      status={<Status word="Set up" meaning="agree" />}
      facts={[server.host]}
      action={actions}
      {...(mayAdmin ? { menu } : {})}
    >
      <Stack gap="lg">
        <EmailTabs here="server" />
        {isChanging ? (
          <MailServerForm
            server={server}
            submit="Save mail server"
            onDone={changing.close}
            onCancel={changing.close}
          />
        ) : (
          <Facts server={server} />
        )}
      </Stack>
      <TestEmail isOpen={isTesting} onClose={testing.close} />
    </Page>
  );
}

function Facts({ server }: { server: Server }) {
  return (
    <Fields>
      <Field name="Server" value={server.host} copies />
      <Field name="Port" value={String(server.port)} />
      <Field name="Encryption" value={securityWords[server.security]} />
      <Field name="User name" value={server.user_name} />
      <Field name="From" value={`${server.from_name} <${server.from_address}>`} />
      <Field name="Answers go to" value={server.reply_to ?? server.from_address} />
      <Field name="Set">
        <When at={server.updated_at} />
      </Field>
    </Fields>
  );
}

function useRemove(host: string): () => void {
  const send = useSend(removeMailServer, {
    refreshes: ["Audit log"],
    failed: tellProblem,
    done: () => tell("The mail server is removed. E-mails are caught."),
  });
  async function start(): Promise<void> {
    const isSure = await ask({
      title: `Remove ${host}?`,
      text: "E-mails are kept under E-mails from then on, and nothing leaves this machine. The password is forgotten.",
      yes: "Remove",
      danger: true,
    });
    if (isSure) send.mutate({});
  }
  return () => void start();
}
