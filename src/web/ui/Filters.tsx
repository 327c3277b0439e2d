import {
  ActionIcon,
  Button,
  Checkbox,
  CloseButton,
  Group,
  Menu,
  Popover,
  Radio,
  Stack,
  TextInput,
  UnstyledButton,
} from "@mantine/core";
import { IconFilter, IconPlus, IconSearch, IconX } from "@tabler/icons-react";
import { useDebouncedCallback, useHotkeys } from "@mantine/hooks";
import { useRef, useState } from "react";
import classes from "./Filters.module.css";
import { showDay, showList } from "./show.ts";

/** A filter as data; its value is a text, or a list of texts where several may be chosen. All of it lives in the address. */
export type Filter = {
  id: string;
  title: string;
  /** Why what was typed cannot be asked for. */
  problem?: (text: string) => string | undefined;
} & ({ kind: "one" | "many"; choices: { value: string; label: string }[] } | { kind: "text" | "day" });

export type FilterValues = Record<string, string | string[] | undefined>;

type FiltersProps = {
  filters: Filter[];
  values: FilterValues;
  onChange: (id: string, value: string | string[] | undefined) => void;
};

/** The filters that are on, as chips one can change or take off, and the way to add one. */
export function Filters({ filters, values, onChange }: FiltersProps) {
  const [added, setAdded] = useState<string>();
  const on = filters.filter(({ id }) => isOn(values[id]) || id === added);
  const off = filters.filter((filter) => !on.includes(filter));
  return (
    <Group gap="xs">
      {on.map((filter) => (
        <Chip
          key={filter.id}
          filter={filter}
          value={values[filter.id]}
          isNew={filter.id === added}
          onChange={(value) => onChange(filter.id, value)}
          onClosed={() => setAdded(undefined)}
        />
      ))}
      {off.length > 0 && (
        <Menu>
          <Menu.Target>
            <Button
              size="compact-md"
              variant="subtle"
              color="gray"
              leftSection={on.length === 0 ? <IconFilter size={16} /> : <IconPlus size={16} />}
            >
              Filter
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {off.map(({ id, title }) => (
              <Menu.Item key={id} onClick={() => setAdded(id)}>
                {title}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </Group>
  );
}

type ChipProps = {
  filter: Filter;
  value: string | string[] | undefined;
  isNew: boolean;
  onChange: (value: string | string[] | undefined) => void;
  onClosed: () => void;
};

function Chip({ filter, value, isNew, onChange, onClosed }: ChipProps) {
  const [isOpen, setOpen] = useState(isNew);
  const close = (): void => {
    setOpen(false);
    onClosed();
  };
  return (
    <Popover
      opened={isOpen}
      onChange={(next) => (next ? setOpen(true) : close())}
      position="bottom-start"
      trapFocus
      returnFocus
    >
      <div className={classes.chip}>
        <Popover.Target>
          <UnstyledButton className={classes.words} onClick={() => (isOpen ? close() : setOpen(true))}>
            {filter.title}
            {isOn(value) && <strong>{wordsOf(filter, value)}</strong>}
          </UnstyledButton>
        </Popover.Target>
        <ActionIcon
          variant="transparent"
          color="gray"
          size={24}
          aria-label={`Remove filter ${filter.title}`}
          onClick={() => {
            onChange(undefined);
            close();
          }}
        >
          <IconX size={14} />
        </ActionIcon>
      </div>
      <Popover.Dropdown>
        <Editor filter={filter} value={value} onChange={onChange} onDone={close} />
      </Popover.Dropdown>
    </Popover>
  );
}

type EditorProps = Pick<ChipProps, "filter" | "value" | "onChange"> & { onDone: () => void };

function Editor({ filter, value, onChange, onDone }: EditorProps) {
  const [text, setText] = useState(typeof value === "string" ? value : "");
  const [problem, setProblem] = useState<string>();
  if (filter.kind === "many") {
    const chosen = listOf(value);
    return (
      <Checkbox.Group
        label={filter.title}
        value={chosen}
        onChange={(next) => onChange(next.length === 0 ? undefined : next)}
      >
        <Stack gap="xs" mt="xs">
          {filter.choices.map((choice) => (
            <Checkbox key={choice.value} value={choice.value} label={choice.label} />
          ))}
        </Stack>
      </Checkbox.Group>
    );
  }
  if (filter.kind === "one") {
    return (
      <Radio.Group label={filter.title} value={typeof value === "string" ? value : ""} onChange={onChange}>
        <Stack gap="xs" mt="xs">
          {filter.choices.map((choice) => (
            <Radio key={choice.value} value={choice.value} label={choice.label} />
          ))}
        </Stack>
      </Radio.Group>
    );
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const asked = text.trim() === "" ? undefined : text.trim();
        const found = asked === undefined ? undefined : filter.problem?.(asked);
        setProblem(found);
        if (found !== undefined) return;
        onChange(asked);
        onDone();
      }}
    >
      <Group gap="xs" align={problem === undefined ? "flex-end" : "center"}>
        <TextInput
          label={filter.title}
          error={problem}
          type={filter.kind === "day" ? "date" : "text"}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button type="submit">Apply</Button>
      </Group>
    </form>
  );
}

function isOn(value: string | string[] | undefined): boolean {
  return value !== undefined && value.length > 0;
}

function listOf(value: string | string[] | undefined): string[] {
  if (value === undefined) return [];
  return typeof value === "string" ? [value] : value;
}

function wordsOf(filter: Filter, value: string | string[] | undefined): string {
  if (filter.kind === "day") return showDay(listOf(value)[0]);
  if (!("choices" in filter)) return listOf(value).join(", ");
  return showList(
    listOf(value).map((one) => filter.choices.find((choice) => choice.value === one)?.label ?? one),
  );
}

type SearchFieldProps = {
  label: string;
  /** Shown in the empty field; the label where not given. */
  hint?: string;
  value: string | undefined;
  onChange: (text: string | undefined) => void;
};

/** Searches as one types; asks once the typing pauses (200 ms). A slash leads here from anywhere on the page. */
export function SearchField({ label, hint = label, value, onChange }: SearchFieldProps) {
  const [text, setText] = useState(value ?? "");
  const [known, setKnown] = useState(value);
  const [told, setTold] = useState(value);
  const tellLater = useDebouncedCallback((next: string) => {
    const asked = next.trim() === "" ? undefined : next.trim();
    setTold(asked);
    onChange(asked);
  }, 200);
  // The address may change without this field, by going back for instance. What this field told comes back too, and
  // must not undo what was typed since.
  if (known !== value) {
    setKnown(value);
    if (value !== told) setText(value ?? "");
  }
  const change = (next: string): void => {
    setText(next);
    tellLater(next);
  };
  const field = useRef<HTMLInputElement>(null);
  useHotkeys([["/", () => field.current?.focus()]]);
  return (
    <TextInput
      ref={field}
      size="sm"
      className={classes.search}
      type="search"
      aria-label={label}
      placeholder={hint}
      value={text}
      onChange={(event) => change(event.currentTarget.value)}
      // Told before a link is followed: told after that, it would lead back here.
      onBlur={() => tellLater.flush()}
      leftSection={<IconSearch size={16} />}
      rightSection={
        text === "" ? null : <CloseButton size="sm" aria-label="Clear search" onClick={() => change("")} />
      }
    />
  );
}
