import { Button, Group, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { type KeyboardEvent, useEffect, useRef } from "react";
import type { FormState } from "#web/ui/form.ts";
import type { DocumentMoney } from "./document-money.ts";
import { blankLine, blankOffer, isBlank, type LineValues, type MoneyValues } from "./document-values.ts";
import { LineFields } from "./LineFields.tsx";
import classes from "./LineEditor.module.css";

type LineEditorProps<Values extends MoneyValues> = {
  of: FormState<Values>;
  money: DocumentMoney;
};

/** The lines of a document: Enter adds one, Alt with the arrows moves it, Alt with Backspace takes it away. */
export function LineEditor<Values extends MoneyValues>({ of, money }: LineEditorProps<Values>) {
  const { line_items: lines } = of.values;
  const box = useRef<HTMLDivElement>(null);
  const edits = useLineEdits(of, box);
  return (
    <div ref={box} className={classes.editor} data-taxes={money.taxes.length > 0 || undefined}>
      <div className={classes.heads} aria-hidden>
        <span>Item</span>
        <span data-number>Quantity</span>
        <span data-number>Price</span>
        <span data-number>Discount</span>
        {money.taxes.length > 0 && <span>Tax</span>}
        <span data-number>Amount</span>
        <span />
      </div>
      <ol className={classes.lines} aria-label="Lines">
        {lines.map((line, at) => (
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the keys of the fields within, handled in one place
          <li key={line.key} onKeyDown={(event) => edits.onKeyDown(event, at)}>
            <LineFields
              of={of}
              at={at}
              line={line}
              money={money}
              onMove={edits.move}
              onRemove={edits.remove}
              isLast={at === lines.length - 1}
            />
          </li>
        ))}
      </ol>
      <Group gap="md">
        <Button
          variant="default"
          size="compact-md"
          leftSection={<IconPlus size={16} />}
          onClick={() => edits.add(lines.length)}
        >
          Add line
        </Button>
        {money.offers !== undefined && (
          <Button
            variant="default"
            size="compact-md"
            leftSection={<IconPlus size={16} />}
            onClick={edits.addOffer}
          >
            Add plan or addon
          </Button>
        )}
        <Text size="xs" c="dimmed" className={classes.keys}>
          Enter adds a line, Alt ↑ ↓ moves it, Alt Backspace removes it
        </Text>
      </Group>
    </div>
  );
}

type LineEdits = {
  add: (at: number) => void;
  /** Adds a line for a plan or addon; in the place of a single one that is empty still. */
  addOffer: () => void;
  move: (at: number, to: number) => void;
  remove: (at: number) => void;
  onKeyDown: (event: KeyboardEvent, at: number) => void;
};

/** Adds, moves and removes lines; the focus goes with them. */
function useLineEdits<Values extends MoneyValues>(
  of: FormState<Values>,
  box: React.RefObject<HTMLElement | null>,
): LineEdits {
  const { line_items: lines } = of.values;
  const wanted = useRef<string>(undefined);
  useEffect(() => {
    if (wanted.current === undefined) return;
    box.current?.querySelector<HTMLElement>(`[data-path="${wanted.current}"]`)?.focus();
    wanted.current = undefined;
  });

  /** Writes the lines in another order or number, and leads to a field of one of them. */
  function write(next: LineValues[], at: number, field = "name"): void {
    wanted.current = `line_items.${at}.${field}`;
    of.inner.clearErrors();
    of.set("line_items", next as never);
  }

  const add = (at: number): void => write(lines.toSpliced(at, 0, blankLine(lines)), at);

  function addOffer(): void {
    const [only] = lines;
    const isEmpty = lines.length === 1 && only !== undefined && isBlank(only);
    const others = isEmpty ? [] : lines;
    write([...others, blankOffer(lines)], others.length, "item");
  }

  function move(at: number, to: number, field?: string): void {
    const line = lines[at];
    if (line === undefined || to < 0 || to >= lines.length) return;
    write(lines.toSpliced(at, 1).toSpliced(to, 0, line), to, field);
  }

  function remove(at: number): void {
    const left = lines.toSpliced(at, 1);
    write(left.length === 0 ? [blankLine(lines)] : left, Math.max(0, Math.min(at, left.length - 1)));
  }

  function onKeyDown(event: KeyboardEvent, at: number): void {
    const field = fieldOf(event.target);
    if (field === undefined) return;
    // Whoever takes a suggestion wants no line more.
    if (event.key === "Enter" && event.defaultPrevented) return;
    if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && event.target instanceof HTMLInputElement)
      add(at + 1);
    else if (event.altKey && event.key === "ArrowUp") move(at, at - 1, field);
    else if (event.altKey && event.key === "ArrowDown") move(at, at + 1, field);
    else if (event.altKey && event.key === "Backspace") remove(at);
    else return;
    event.preventDefault();
  }

  return { add, addOffer, move, remove, onKeyDown };
}

/** Which field of a line has the keys: `price`. */
function fieldOf(target: EventTarget): string | undefined {
  const path = target instanceof HTMLElement ? target.dataset["path"] : undefined;
  return path === undefined ? undefined : /^line_items\.\d+\.(.+)$/.exec(path)?.[1];
}
