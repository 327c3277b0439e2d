import { Button, Group, TextInput } from "@mantine/core";
import { useRef } from "react";
import { acceptPublicly, declinePublicly } from "#billing/delivery/public-document.api.ts";
import { useSend } from "#web/api.ts";
import { Form } from "#web/ui/Form.tsx";
import { useFormState } from "#web/ui/form.ts";
import classes from "./PublicPage.module.css";

/** The customer accepts or declines an estimate, with a name. */
export function AnswerForm({ token }: { token: string }) {
  const accepting = useSend(acceptPublicly);
  const declining = useSend(declinePublicly);
  const action = useRef<"accept" | "decline">("accept");
  const form = useFormState({
    initial: { name: "" },
    send: (body) =>
      (action.current === "accept" ? accepting : declining).mutateAsync({ params: { token }, body }),
  });
  const choose = (chosen: "accept" | "decline") => () => (action.current = chosen);
  return (
    <section className={classes.answer} aria-label="Your answer">
      <Form of={form}>
        <TextInput
          {...form.field("name")}
          label="Your name"
          description="Kept with your answer."
          maxLength={200}
          autoComplete="name"
          maw={360}
        />
        <Group>
          <Button type="submit" loading={form.isSending} onClick={choose("accept")}>
            Accept
          </Button>
          <Button type="submit" variant="default" disabled={form.isSending} onClick={choose("decline")}>
            Decline
          </Button>
        </Group>
      </Form>
    </section>
  );
}
