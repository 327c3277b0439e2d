import { Button, Group, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { wordsFor } from "./Problem.tsx";

/** Long enough to read, decide and reach the button. */
const undoMs = 10_000;

/** Says that something was done. */
export function tell(sentence: string): void {
  notifications.show({ message: sentence, withBorder: true });
}

/** Says what went wrong with an action that has no form to say it in. */
export function tellProblem(problem: unknown): void {
  const { title, remedy, code } = wordsFor(problem);
  notifications.show({
    title,
    message: `${remedy} (${code})`,
    color: "fail",
    withBorder: true,
    autoClose: false,
    role: "alert",
  });
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
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm">{sentence}</Text>
        <Button size="compact-sm" variant="subtle" onClick={onUndo}>
          Undo
        </Button>
      </Group>
    ),
  });
}
