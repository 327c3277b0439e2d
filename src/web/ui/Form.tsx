import { Alert, Box, Button, Group, Stack, Text, Title, UnstyledButton } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { IconPencil } from "@tabler/icons-react";
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { FieldProblem } from "#kernel/errors.ts";
import { type FormState, pathsOf } from "./form.ts";
import classes from "./Form.module.css";
import { LeaveGuard } from "./LeaveGuard.tsx";
import { ProblemBox } from "./Problem.tsx";
import { When } from "./When.tsx";

type FormProps<Values> = {
  of: FormState<Values>;
  /** The verb of the button: `Create key`. Left out where the button stands among the fields. */
  submit?: string;
  onCancel?: () => void;
  /** The button takes the whole width, as on a sign-in page. */
  wide?: boolean;
  /** Asks before it is left with changes, and keeps a draft; needs the form to have a draft name. */
  guarded?: boolean;
  /** The first field has the focus from the start: for pages that are nothing but this form. */
  focusFirst?: boolean;
  children: ReactNode;
};

/** A form in one column: what was refused on top, fields, buttons. Ctrl S sends it. */
export function Form<Values>({
  of,
  submit,
  onCancel,
  wide = false,
  guarded = false,
  focusFirst = false,
  children,
}: FormProps<Values>) {
  const box = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const first = focusFirst ? box.current?.querySelector<HTMLElement>("input, textarea") : undefined;
    if (!first) return;
    // A dialog gives the focus to what is marked so, once it is there.
    first.dataset["autofocus"] = "true";
    first.focus();
  }, [focusFirst]);
  useHotkeys([["mod+S", () => of.submit()]], []);
  return (
    <form
      ref={box}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        of.submit();
      }}
    >
      <Stack gap="lg">
        {of.draft && (
          <Alert icon={<IconPencil size={18} />} color="gray" variant="light" p="sm">
            <Group gap="xs">
              <Text>
                Your draft from <When at={of.draft.at} /> is back.
              </Text>
              <Button size="compact-sm" variant="default" onClick={of.dropDraft}>
                Discard draft
              </Button>
            </Group>
          </Alert>
        )}
        <Refused listed={of.listed} problem={of.problem} attempts={of.attempts} form={box} />
        {children}
        {submit !== undefined && (
          <Group gap="xs" className={guarded ? classes.actions : undefined}>
            <Button type="submit" loading={of.isSending} fullWidth={wide}>
              {submit}
            </Button>
            {onCancel && (
              <Button variant="default" onClick={onCancel}>
                Cancel
              </Button>
            )}
          </Group>
        )}
      </Stack>
      {guarded && <LeaveGuard of={of} />}
    </form>
  );
}

type RefusedProps = {
  listed: FieldProblem[];
  problem: unknown;
  attempts: number;
  form: React.RefObject<HTMLFormElement | null>;
};

/**
 * What was refused at the last attempt; gets the focus then, and each line leads to its field. What is corrected goes,
 * and the focus stays with who corrects it.
 */
function Refused({ listed, problem, attempts, form }: RefusedProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (attempts > 0) box.current?.focus();
  }, [attempts]);
  if (listed.length === 0 && problem === undefined) return null;
  const fields = listed.length > 0 && <Listed of={listed} form={form} />;
  return (
    <div ref={box} tabIndex={-1} className={classes.refused}>
      {problem !== undefined ? (
        <ProblemBox problem={problem}>{fields}</ProblemBox>
      ) : (
        <Box role="alert" className={classes.list}>
          <Text fw={600}>
            {listed.length === 1
              ? "One field needs another look"
              : `${listed.length} fields need another look`}
          </Text>
          {fields}
        </Box>
      )}
    </div>
  );
}

function Listed({ of, form }: { of: FieldProblem[]; form: RefusedProps["form"] }) {
  const [names, setNames] = useState<(string | undefined)[]>([]);
  // What a field is called stands beside it; the list is shown before its form can be asked.
  // oxlint-disable-next-line react/set-state-in-effect -- what it reads is the page, not state
  useLayoutEffect(() => setNames(of.map(({ path }) => nameOf(fieldAt(form.current, path)))), [of, form]);
  return (
    <ul>
      {of.map(({ path, problem }, at) => (
        <li key={path + problem}>
          <UnstyledButton className={classes.toField} onClick={() => fieldAt(form.current, path)?.focus()}>
            {said(names[at], problem)}
          </UnstyledButton>
        </li>
      ))}
    </ul>
  );
}

function nameOf(field: HTMLElement | null): string | undefined {
  const label = field instanceof HTMLInputElement ? field.labels?.[0] : undefined;
  // An asterisk follows the words in an element of its own.
  return label?.firstChild?.textContent ?? field?.getAttribute("aria-label") ?? undefined;
}

/** `must be more than 0` is said of its field; what is a sentence already stays. */
function said(name: string | undefined, problem: string): string {
  return name === undefined || !/^[a-z]/.test(problem) ? problem : `${name} ${problem}`;
}

function fieldAt(form: HTMLFormElement | null, path: string): HTMLElement | null {
  const found = pathsOf(path).map((one) =>
    form?.querySelector<HTMLElement>(`[data-path="${CSS.escape(one)}"]`),
  );
  return found.find((field) => field != null) ?? null;
}

type FormSectionProps = { title: string; help?: ReactNode; children: ReactNode };

/** A part of a longer form, with a heading. */
export function FormSection({ title, help, children }: FormSectionProps) {
  return (
    <Stack component="section" gap="md" className={classes.section}>
      <div>
        <Title order={2}>{title}</Title>
        {help !== undefined && <Text c="dimmed">{help}</Text>}
      </div>
      {children}
    </Stack>
  );
}
