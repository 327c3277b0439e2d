import { PasswordInput, Stack, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { changeName, changePassword } from "#web/account/sign-in.client.ts";
import { useMe } from "#web/app/organization.ts";
import { Form, FormSection } from "#web/ui/Form.tsx";
import { useFormState } from "#web/ui/form.ts";
import { Page } from "#web/ui/Page.tsx";
import { tell } from "#web/ui/tell.tsx";

/** The person's own name and password, the same in all organizations. */
export function Account() {
  const { person } = useMe();
  return (
    <Page title="Your account" facts={[person.email]} width="narrow">
      <Stack gap="xl">
        <NameForm name={person.name} />
        <PasswordForm key={person.id} />
      </Stack>
    </Page>
  );
}

function NameForm({ name }: { name: string }) {
  const client = useQueryClient();
  const router = useRouter();
  const form = useFormState({
    initial: { name },
    check: (values) => (values.name.trim() === "" ? [{ path: "name", problem: "Enter your name" }] : []),
    send: async (values) => {
      await changeName(values.name.trim());
      await client.invalidateQueries({ queryKey: ["", "Organizations"] });
      await router.invalidate();
      tell("Your name is changed.");
    },
  });
  return (
    <Form of={form} submit="Save name">
      <FormSection title="Name" help="Shown to the other members and in the audit log.">
        <TextInput {...form.field("name")} label="Name" autoComplete="name" maw={400} />
      </FormSection>
    </Form>
  );
}

function PasswordForm() {
  const form = useFormState({
    initial: { current: "", password: "" },
    check: ({ current, password }) => [
      ...(current === "" ? [{ path: "current", problem: "Enter your current password" }] : []),
      ...(password.length < 8 ? [{ path: "password", problem: "Use at least 8 characters" }] : []),
    ],
    send: async ({ current, password }) => {
      await changePassword(current, password);
      form.inner.setValues({ current: "", password: "" });
      tell("Your password is changed. Other browsers are signed out.");
    },
  });
  return (
    <Form of={form} submit="Change password">
      <FormSection title="Password" help="Changing it signs out all your other browsers.">
        <PasswordInput
          {...form.field("current")}
          label="Current password"
          autoComplete="current-password"
          maw={400}
        />
        <PasswordInput
          {...form.field("password")}
          label="New password"
          autoComplete="new-password"
          description="At least 8 characters; a sentence is easy to keep in mind."
          maw={400}
        />
      </FormSection>
    </Form>
  );
}
