import { NumberInput, PasswordInput, Radio, Stack, TextInput } from "@mantine/core";
import { MailServerInput, type MailServerReply, saveMailServer } from "#billing/email/mail-server.api.ts";
import { useSend } from "#web/api.ts";
import { useOrganization } from "#web/app/organization.ts";
import { Form, FormSection } from "#web/ui/Form.tsx";
import { type FormState, useFormState } from "#web/ui/form.ts";
import { problemsBy } from "#web/ui/problems-by.ts";
import { tell } from "#web/ui/tell.tsx";

type Server = NonNullable<MailServerReply["server"]>;
type Security = Server["security"];

/** What each encryption is called, with the port that it usually has. */
export const securityWords: Record<Security, string> = {
  starttls: "STARTTLS",
  tls: "TLS",
  none: "None",
};

const help: Record<Security, string> = {
  starttls: "Begins in the open and is encrypted before anything is said; usually port 587.",
  tls: "Encrypted from the start; usually port 465.",
  none: "Anybody on the way reads password and e-mails; only for a server on this machine or in your network, where the operator allows one.",
};

const usualPorts: Record<Security, number> = { starttls: 587, tls: 465, none: 25 };

type Values = {
  host: string;
  port: number | "";
  security: Security;
  user_name: string;
  password: string;
  from_name: string;
  from_address: string;
  reply_to: string;
};

type MailServerFormProps = { server?: Server; submit: string; onDone?: () => void; onCancel?: () => void };

/** Where e-mails go out, and who they are from. The password that is kept stays where none is entered and the server is the same. */
export function MailServerForm({ server, submit, onDone, onCancel }: MailServerFormProps) {
  const { name } = useOrganization();
  const save = useSend(saveMailServer, { refreshes: ["Audit log"] });
  const initial: Values = {
    host: server?.host ?? "",
    port: server?.port ?? usualPorts.starttls,
    security: server?.security ?? "starttls",
    user_name: server?.user_name ?? "",
    password: "",
    from_name: server?.from_name ?? name,
    from_address: server?.from_address ?? "",
    reply_to: server?.reply_to ?? "",
  };
  const form = useFormState({
    initial,
    check: (values) => problemsBy(MailServerInput)(bodyOf(values)),
    send: async (values) => {
      await save.mutateAsync({ body: bodyOf(values) });
      tell("The mail server is saved. Send a test e-mail to try it.");
      onDone?.();
    },
  });
  return (
    <Form of={form} submit={submit} {...(onCancel ? { onCancel } : {})}>
      <FormSection title="Mail server" help="The SMTP server of your provider, or your own.">
        <TextInput {...form.field("host")} label="Server" placeholder="smtp.example.com" />
        <Encryption of={form} />
        <NumberInput
          {...form.field("port")}
          label="Port"
          allowDecimal={false}
          allowNegative={false}
          thousandSeparator=""
          maw={160}
        />
        <TextInput
          {...form.field("user_name")}
          label="User name"
          description="Empty where the server asks for no sign-in."
          autoComplete="off"
        />
        <PasswordInput
          {...form.field("password")}
          label="Password"
          description={
            server?.user_name == null
              ? "It is kept encrypted, and never shown again."
              : "Empty: the one that is kept stays, as long as server, port, encryption and user name do. It is never shown again."
          }
          autoComplete="new-password"
        />
      </FormSection>
      <FormSection title="Sender" help="Who e-mails are from, as their receivers see it.">
        <TextInput {...form.field("from_name")} label="Name" />
        <TextInput
          {...form.field("from_address")}
          label="E-mail address"
          description="One that the mail server lets you send from."
          placeholder="billing@example.com"
        />
        <TextInput
          {...form.field("reply_to")}
          label="Answers go to"
          description="Another address than the sender's, if you like."
        />
      </FormSection>
    </Form>
  );
}

function Encryption({ of }: { of: FormState<Values> }) {
  function choose(value: string): void {
    const next = value as Security;
    // A port that somebody chose stays.
    if (of.values.port === usualPorts[of.values.security]) of.set("port", usualPorts[next]);
    of.set("security", next);
  }
  return (
    <Radio.Group value={of.values.security} onChange={choose} label="Encryption">
      <Stack gap="xs" mt="xs">
        {(["starttls", "tls", "none"] as const).map((value) => (
          <Radio key={value} value={value} label={securityWords[value]} description={help[value]} />
        ))}
      </Stack>
    </Radio.Group>
  );
}

function bodyOf({ user_name, password, reply_to, port, ...values }: Values) {
  return {
    ...values,
    port: Number(port),
    user_name: user_name.trim() === "" ? null : user_name,
    ...(password === "" ? {} : { password }),
    reply_to: reply_to.trim() === "" ? null : reply_to,
  };
}
