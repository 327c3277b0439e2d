import { Anchor, PasswordInput, PinInput, Stack, Text, TextInput } from "@mantine/core";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { Form } from "#web/ui/Form.tsx";
import { useFormState } from "#web/ui/form.ts";
import { Entry } from "./Entry.tsx";
import { useEnter } from "./enter.ts";
import { giveCode, signIn } from "./sign-in.client.ts";

const route = getRouteApi("/sign-in");

/** Sign in by e-mail and password, with the second factor as a second step where the person has one. */
export function SignIn() {
  const { next } = route.useSearch();
  const [needsCode, setNeedsCode] = useState(false);
  const enter = useEnter(next);
  if (needsCode) return <CodeStep onDone={enter} />;
  return (
    <Entry
      title="Sign in"
      below={
        <>
          New here?{" "}
          <Anchor component={Link} to="/sign-up" search={{ next } as never} underline="always">
            Create an account
          </Anchor>
          <br />
          Password forgotten? Ask whoever runs this server: they can give you a new one.
        </>
      }
    >
      <PasswordStep onCode={() => setNeedsCode(true)} onDone={enter} />
    </Entry>
  );
}

function PasswordStep({ onCode, onDone }: { onCode: () => void; onDone: () => Promise<void> }) {
  const form = useFormState({
    initial: { email: "", password: "" },
    check: ({ email, password }) => [
      ...(email.trim() === "" ? [{ path: "email", problem: "Enter your e-mail address" }] : []),
      ...(password === "" ? [{ path: "password", problem: "Enter your password" }] : []),
    ],
    send: async ({ email, password }) => {
      const { needsCode } = await signIn(email.trim(), password);
      if (needsCode) onCode();
      else await onDone();
    },
  });
  return (
    <Form of={form} submit="Sign in" wide focusFirst>
      <Stack gap="md">
        <TextInput
          {...form.field("email")}
          label="E-mail"
          type="email"
          name="email"
          autoComplete="username"
        />
        <PasswordInput
          {...form.field("password")}
          label="Password"
          name="password"
          autoComplete="current-password"
        />
      </Stack>
    </Form>
  );
}

function CodeStep({ onDone }: { onDone: () => Promise<void> }) {
  const form = useFormState({
    initial: { code: "" },
    check: ({ code }) => (/^\d{6}$/.test(code) ? [] : [{ path: "code", problem: "Enter the six digits" }]),
    send: async ({ code }) => {
      await giveCode(code);
      await onDone();
    },
  });
  return (
    <Entry title="Enter your code" lead="Your authenticator shows six digits for Concord.">
      <Form of={form} submit="Go on" wide focusFirst>
        <div>
          <PinInput
            {...form.field("code")}
            length={6}
            type="number"
            oneTimeCode
            aria-label="Code of six digits"
            onComplete={form.submit}
          />
          <Text c="fail" size="xs" mt={4}>
            {form.inner.errors["code"]}
          </Text>
        </div>
      </Form>
    </Entry>
  );
}
