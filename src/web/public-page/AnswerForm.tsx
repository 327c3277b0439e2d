import { Button, Group, TextInput } from "@mantine/core";
import { useRef } from "react";
import { acceptPublicly, declinePublicly } from "#billing/delivery/public-document.api.ts";
import type { Words } from "#billing/language/words/english.ts";
import { useSend } from "#web/api.ts";
import { Form } from "#web/ui/Form.tsx";
import { useFormState } from "#web/ui/form.ts";
import classes from "./PublicPage.module.css";

/** The customer accepts or declines an estimate, with a name. */
export function AnswerForm({ token, words }: { token: string; words: Words["publicPage"] }) {
  const accepting = useSend(acceptPublicly);
  const declining = useSend(declinePublicly);
  const action = useRef<"accept" | "decline">("accept");
  const form = useFormState({
    initial: { name: "" },
    send: (body) =>
      (action.current === "accept" ? accepting : declining).mutateAsync({ params: { token }, body }),
  });
  const choose = (chosen: "accept" | "decline") => () => (action.current = chosen);
  const name = form.field("name");
  return (
    <section className={classes.answer} aria-label={words.answer}>
      <Form of={form}>
        <TextInput
          {...name}
          error={name.error && words.enterName}
          label={words.name}
          description={words.nameKept}
          maxLength={200}
          autoComplete="name"
          maw={360}
        />
        <Group>
          <Button type="submit" loading={form.isSending} onClick={choose("accept")}>
            {words.accept}
          </Button>
          <Button type="submit" variant="default" disabled={form.isSending} onClick={choose("decline")}>
            {words.decline}
          </Button>
        </Group>
      </Form>
    </section>
  );
}
