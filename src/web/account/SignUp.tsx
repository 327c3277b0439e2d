import { Anchor, PasswordInput, Stack, TextInput } from "@mantine/core";
import { getRouteApi, Link } from "@tanstack/react-router";
import { z } from "zod";
import { Form } from "#web/ui/Form.tsx";
import { useFormState } from "#web/ui/form.ts";
import { problemsBy } from "#web/ui/problems-by.ts";
import { Entry } from "./Entry.tsx";
import { useEnter } from "./enter.ts";
import { signUp } from "./sign-in.client.ts";

const route = getRouteApi("/sign-up");

const NewPerson = z.object({
  name: z.string().trim().min(1, "Enter your name"),
  email: z.email("Enter an e-mail address, as name@example.com"),
  password: z.string().min(8, "Use at least 8 characters").max(256, "Use at most 256 characters"),
});

/** A new account, by name, e-mail and password. */
export function SignUp() {
  const { next } = route.useSearch();
  const enter = useEnter(next);
  const form = useFormState({
    initial: { name: "", email: "", password: "" },
    check: problemsBy(NewPerson),
    send: async ({ name, email, password }) => {
      await signUp(name.trim(), email.trim(), password);
      await enter();
    },
  });
  return (
    <Entry
      title="Create an account"
      below={
        <>
          Have one already?{" "}
          <Anchor component={Link} to="/sign-in" search={{ next } as never} underline="always">
            Sign in
          </Anchor>
        </>
      }
    >
      <Form of={form} submit="Create account" wide focusFirst>
        <Stack gap="md">
          <TextInput {...form.field("name")} label="Name" name="name" autoComplete="name" />
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
            description="At least 8 characters; a sentence is easy to keep in mind."
            name="password"
            autoComplete="new-password"
          />
        </Stack>
      </Form>
    </Entry>
  );
}
