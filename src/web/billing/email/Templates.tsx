import { Button, Code, Group, NativeSelect, Stack, Text, Textarea, TextInput, Title } from "@mantine/core";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { emailKindNames, emailKinds } from "#billing/email/email-kind.ts";
import {
  listTemplates,
  resetTemplate,
  setTemplate,
  TemplateInput,
  type TemplateView,
} from "#billing/email/template.api.ts";
import { useCall, useSend } from "#web/api.ts";
import { useMay } from "#web/app/organization.ts";
import { ask } from "#web/ui/ask.tsx";
import { Field, Fields } from "#web/ui/Field.tsx";
import { Form } from "#web/ui/Form.tsx";
import { useFormState } from "#web/ui/form.ts";
import { problemsBy } from "#web/ui/problems-by.ts";
import { Loaded } from "#web/ui/Loaded.tsx";
import { Page } from "#web/ui/Page.tsx";
import { Status } from "#web/ui/Status.tsx";
import { tell, tellProblem } from "#web/ui/tell.tsx";
import { EmailTabs } from "./EmailTabs.tsx";

const route = getRouteApi("/o/$org/settings/email/templates");

/** The words of each kind of e-mail. Which one is shown, the address says. */
export function Templates() {
  const { kind = "invoice" } = route.useSearch();
  const navigate = useNavigate();
  const templates = useCall(listTemplates);
  const mayAdmin = useMay("admin");
  // Anew after a save, not when somebody else's arrives: that would take away what is being typed.
  const [saves, setSaves] = useState(0);
  /** Another kind is on the same page: what was changed here is a draft, and there again with this one. */
  const keep = useRef(() => {});
  return (
    <Page title="E-mail templates" width="narrow">
      <Stack gap="lg">
        <EmailTabs here="templates" />
        <NativeSelect
          label="Kind of e-mail"
          value={kind}
          onChange={({ currentTarget }) => {
            keep.current();
            void navigate({ to: ".", search: { kind: currentTarget.value } as never });
          }}
          data={emailKinds.map((value) => ({ value, label: emailKindNames[value] }))}
          maw={320}
        />
        <Loaded of={templates}>
          {({ items }) => {
            const template = items.find((one) => one.kind === kind);
            if (template === undefined) return null;
            return mayAdmin ? (
              <Words
                key={`${kind} ${saves}`}
                template={template}
                onFilled={(one) => void (keep.current = one)}
                onSaved={() => setSaves(saves + 1)}
              />
            ) : (
              <Facts template={template} />
            );
          }}
        </Loaded>
      </Stack>
    </Page>
  );
}

type WordsProps = {
  template: TemplateView;
  /** Tells how what is changed is kept as a draft. */
  onFilled: (keep: () => void) => void;
  onSaved: () => void;
};

function Words({ template, onFilled, onSaved }: WordsProps) {
  const { kind, subject, text, is_own: isOwn } = template;
  const save = useSend(setTemplate, { refreshes: ["Audit log"] });
  const reset = useSend(resetTemplate, {
    refreshes: ["Audit log"],
    failed: tellProblem,
    done: () => {
      tell("The original words are back.");
      onSaved();
    },
  });
  const form = useFormState({
    initial: { subject, text },
    draft: `email-template-${kind}`,
    check: (values) => problemsBy(TemplateInput)({ kind, ...values }),
    send: async (values) => {
      await save.mutateAsync({ body: { kind, ...values } });
      tell("The template is saved.");
      onSaved();
    },
  });
  useEffect(() => {
    onFilled(() => {
      if (form.isChanged()) form.keepDraft();
    });
    return () => onFilled(() => {});
  }, [onFilled, form]);
  async function start(): Promise<void> {
    const title = `Take the original words of “${emailKindNames[kind]}” again?`;
    const lost = "What you wrote for this kind of e-mail is lost.";
    if (await ask({ title, text: lost, yes: "Take original words", danger: true }))
      reset.mutate({ body: { kind } });
  }
  return (
    <Form of={form} guarded>
      <Group gap="sm">
        <Status word={isOwn ? "Your words" : "Original words"} meaning={isOwn ? "change" : "gray"} />
      </Group>
      <TextInput {...form.field("subject")} label="Subject" />
      <Textarea {...form.field("text")} label="Text" autosize minRows={10} maxRows={24} />
      <Besides of={template} />
      <Placeholders of={template} />
      <Group gap="xs">
        <Button type="submit" loading={form.isSending}>
          Save template
        </Button>
        {isOwn && (
          <Button variant="default" loading={reset.isPending} onClick={() => void start()}>
            Take original words
          </Button>
        )}
      </Group>
    </Form>
  );
}

/** The original words for cases of their own, which are read here, and whose place the organization's words take. */
function Besides({ of: { besides } }: { of: TemplateView }) {
  if (besides.length === 0) return null;
  return (
    <Stack component="section" gap="xs">
      <Title order={2}>In other cases</Title>
      <Text c="dimmed">
        These original words go out instead then. Words of your own go out in every case.
      </Text>
      {besides.map(({ when, subject, text }) => (
        <Stack key={when} gap="xs">
          <Fields>
            <Field name="When" value={when} />
            <Field name="Subject" value={subject} />
          </Fields>
          <Code block tabIndex={0}>
            {text}
          </Code>
        </Stack>
      ))}
    </Stack>
  );
}

function Placeholders({ of }: { of: TemplateView }) {
  return (
    <Stack component="section" gap="xs">
      <Title order={2}>Placeholders</Title>
      <Text c="dimmed">Each is replaced when an e-mail is written.</Text>
      <Fields>
        {of.placeholders.map(({ name, meaning }) => (
          <Field key={name} name={`{${name}}`} value={meaning} />
        ))}
      </Fields>
    </Stack>
  );
}

function Facts({ template }: { template: TemplateView }) {
  return (
    <Stack gap="md">
      <Fields>
        <Field name="Subject" value={template.subject} />
      </Fields>
      <Code block tabIndex={0}>
        {template.text}
      </Code>
      <Besides of={template} />
    </Stack>
  );
}
