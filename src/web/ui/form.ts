import { type FormErrors, useForm, type UseFormReturnType } from "@mantine/form";
import { useRef, useState } from "react";
import type { FieldProblem } from "#kernel/errors.ts";
import { CallError } from "#platform/http/call.ts";
import { afterPointer } from "./after-pointer.ts";
import { type Draft, useDraft } from "./draft.ts";

type FormOptions<Values> = {
  initial: Values;
  /** Sends the values; a refusal that names fields is shown at them. */
  send: (values: Values) => Promise<unknown>;
  /** What can be said about the values before they are sent; checked on leaving a field. See `problemsBy`. */
  check?: (values: Values) => FieldProblem[];
  /** A name under which the values are kept when the form is left unsent; none for forms with secrets. */
  draft?: string;
  /** What the values were begun on, such as a record's version: kept with the draft. */
  basis?: unknown;
  /** Begins anew once a draft was discarded; without it the initial values come back. */
  dropped?: () => void;
};

/** A form that is being filled in. Goes to `<Form of={…}>`; fields take `{...form.field("path")}`. */
export type FormState<Values> = {
  values: Values;
  set: UseFormReturnType<Values>["setFieldValue"];
  inner: UseFormReturnType<Values>;
  field: UseFormReturnType<Values>["getInputProps"];
  checkbox: (
    path: Parameters<UseFormReturnType<Values>["getInputProps"]>[0],
  ) => ReturnType<UseFormReturnType<Values>["getInputProps"]>;
  /** What was refused at the last attempt and is not corrected yet, fields first. */
  listed: FieldProblem[];
  /** How many attempts there were. */
  attempts: number;
  /** The refusal or outage itself, where the fields do not say it all. */
  problem: unknown;
  isSending: boolean;
  /** While the values are on their way, and after they arrived until the next change. */
  isSent: () => boolean;
  isChanged: () => boolean;
  submit: () => void;
  draft: Draft | undefined;
  keepDraft: () => void;
  dropDraft: () => void;
};

/** The state of a form: values, problems by path, sending, draft. */
export function useFormState<Values extends Record<string, unknown>>(
  options: FormOptions<Values>,
): FormState<Values> {
  const { initial, check } = options;
  const draft = useDraft<Values>(options.draft);
  const form = useForm<Values>({
    // A draft from before the form had a field lacks that.
    initialValues: { ...initial, ...draft.found?.values },
    // A draft that is back is unsent still.
    initialDirty:
      draft.found === undefined ? {} : Object.fromEntries(Object.keys(initial).map((name) => [name, true])),
    ...(check === undefined ? {} : { validate: (values: Values) => errorsOf(check(values)) }),
  });
  const { tries, ...sending } = useSending(form, options, draft.drop);
  // A field is checked when it is left, but not one that nothing was typed into yet, or since it was refused: the server
  // may have refused what the check lets pass.
  const leave = (path: Parameters<typeof form.isDirty>[0]): void => {
    if (path === undefined || form.errors[String(path)] !== undefined) return;
    if (!form.isDirty(path)) return;
    const before = tries();
    afterPointer(() => {
      // What a press of the button was answered meanwhile stands.
      if (tries() === before) void form.validateField(path);
    });
  };
  return {
    ...sending,
    values: form.values,
    set: form.setFieldValue,
    inner: form,
    field: (path, given) => ({ ...form.getInputProps(path, given), onBlur: () => leave(path) }),
    checkbox: (path) => form.getInputProps(path, { type: "checkbox" }),
    isChanged: () => !sending.isSent() && form.isDirty(),
    draft: draft.found,
    keepDraft: () => draft.keep(form.getValues(), options.basis),
    dropDraft: () => {
      draft.drop();
      if (options.dropped) return options.dropped();
      form.setInitialValues(initial);
      form.setValues(initial);
      form.resetDirty();
    },
  };
}

type Sending = Pick<
  FormState<unknown>,
  "listed" | "attempts" | "problem" | "isSending" | "isSent" | "submit"
> & {
  /** How often it was tried, as of now rather than of what is rendered. */
  tries: () => number;
};

type Attempt = {
  listed: FieldProblem[];
  problem: unknown;
  /** Whether the check found them, and can say whether they are corrected; else the server did. */
  isChecked: boolean;
};

/** Checks, sends, and keeps what was refused. */
function useSending<Values>(
  form: UseFormReturnType<Values>,
  { check, send }: FormOptions<Values>,
  done: () => void,
): Sending {
  const [refused, setRefused] = useState<Attempt>({ listed: [], problem: undefined, isChecked: false });
  const [attempts, setAttempts] = useState(0);
  const [isSending, setSending] = useState(false);
  const isSent = useRef(false);
  const tries = useRef(0);

  function refuse(attempt: Attempt): void {
    form.setErrors(errorsOf(attempt.listed));
    setRefused(attempt);
    setAttempts((before) => before + 1);
  }

  async function submit(): Promise<void> {
    // Not by the state: a second click comes before it is rendered.
    if (isSent.current) return;
    tries.current += 1;
    const values = form.getValues();
    const problems = check?.(values) ?? [];
    refuse({ listed: problems, problem: undefined, isChecked: true });
    if (problems.length > 0) return;
    setSending(true);
    // Set before the answer, because what follows it may leave the page.
    isSent.current = true;
    try {
      await send(values);
      done();
      form.resetDirty();
    } catch (cause) {
      const listed = fieldsOf(cause);
      const isAllSaid = listed.length > 0 && !isConflict(cause);
      refuse({ listed, problem: isAllSaid ? undefined : cause, isChecked: false });
    } finally {
      isSent.current = false;
      setSending(false);
    }
  }

  return {
    listed: stillWrong(refused, form, check),
    problem: refused.problem,
    attempts,
    isSending,
    isSent: () => isSent.current,
    submit: () => void submit(),
    tries: () => tries.current,
  };
}

/** What of an attempt is not corrected: by the check, and where the server refused it until its field is changed. */
function stillWrong<Values>(
  { listed, isChecked }: Attempt,
  form: UseFormReturnType<Values>,
  check: FormOptions<Values>["check"],
): FieldProblem[] {
  if (listed.length === 0) return listed;
  if (!isChecked) return listed.filter(({ path }) => pathsOf(path).some((one) => form.errors[one] != null));
  const now = check?.(form.values) ?? [];
  return listed.flatMap(({ path }) => now.find((one) => one.path === path) ?? []);
}

function errorsOf(problems: FieldProblem[]): FormErrors {
  return Object.fromEntries(
    problems.flatMap(({ path, problem }) => pathsOf(path).map((one): [string, string] => [one, problem])),
  );
}

/** Where a problem is shown: at its field, and that of one value of a list (`tags.2`) at the list, which is one field. */
export function pathsOf(path: string): string[] {
  const list = path.replace(/\.\d+$/, "");
  return list === path ? [path] : [path, list];
}

/** Whether it is not the fields' contents that are refused, but what happened meanwhile. */
function isConflict(cause: unknown): boolean {
  return cause instanceof CallError && cause.status === 409;
}

/** The fields that a refusal names. */
export function fieldsOf(cause: unknown): FieldProblem[] {
  if (!(cause instanceof CallError)) return [];
  const fields = cause.view.details["fields"];
  return Array.isArray(fields) ? (fields as FieldProblem[]) : [];
}
