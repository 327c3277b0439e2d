import { Button, Group, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { wordsFor } from "./Problem.tsx";
import classes from "./tell.module.css";

/** Long enough to read, decide and reach the button. */
const undoMs = 10_000;

/** What was said last of each subject. */
const lastOf = new Map<string, string>();

/** Says that something was done. Of one subject, such as a table of rights, only what was said last is shown. */
export function tell(sentence: string, subject?: string): void {
  const last = lastOf.get(subject ?? "");
  if (last !== undefined) notifications.hide(last);
  const id = notifications.show({ message: sentence, withBorder: true });
  if (subject !== undefined) lastOf.set(subject, id);
}

/** Problems that are still shown. */
let problems: string[] = [];

/** Takes away the problems that were told: another page has nothing to do with them. */
export function forgetProblems(): void {
  problems.forEach((id) => notifications.hide(id));
  problems = [];
}

/** Says what went wrong with an action that has no form to say it in. It stays until it is dismissed or the page is left. */
export function tellProblem(problem: unknown): void {
  const { title, remedy, code } = wordsFor(problem);
  const id = notifications.show({
    title,
    message: `${remedy} (${code})`,
    color: "fail",
    withBorder: true,
    autoClose: false,
    role: "alert",
  });
  problems.push(id);
}

/** Says that something was done and offers to undo it. The deed is done already; `undo` does the opposite. */
export function tellUndo(sentence: string, undo: () => Promise<unknown>): void {
  const id = notifications.show({ message: "", withBorder: true, autoClose: undoMs });
  const onUndo = () => {
    notifications.hide(id);
    undo().then(() => tell("Undone."), tellProblem);
  };
  notifications.update({
    id,
    withBorder: true,
    autoClose: undoMs,
    message: (
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Text size="sm" miw={0} className={classes.sentence}>
          {sentence}
        </Text>
        <Button size="compact-sm" variant="subtle" flex="none" onClick={onUndo}>
          Undo
        </Button>
      </Group>
    ),
  });
}
