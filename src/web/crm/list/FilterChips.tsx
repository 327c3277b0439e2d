import { ActionIcon, Button, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconFilter, IconFilterPlus, IconX } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { Module } from "#web/crm/module.ts";
import type { CriteriaJson } from "#web/crm/types.ts";
import { type Fields, jsonOf, replaced, treeOf } from "#web/crm/view/criteria.ts";
import classes from "./FilterChips.module.css";
import { FilterDialog } from "./FilterDialog.tsx";
import { partsOf, wordsOf } from "./filter.ts";

type FilterChipsProps = {
  module: Module;
  fields: Fields;
  /** The criteria of the view, which the filter narrows. */
  within: CriteriaJson | null;
  filter: CriteriaJson | null;
  onChange: (filter: CriteriaJson | null) => void;
  /** The address of the form that makes a view of this. */
  saveTo: { to: string; search: Record<string, string | undefined> };
};

/** What a view is narrowed by for now: chips one can change or take off, and the way to keep them as a view. */
export function FilterChips({ module, fields, within, filter, onChange, saveTo }: FilterChipsProps) {
  const [isOpen, dialog] = useDisclosure(false);
  const root = treeOf(filter, fields, nextKey());
  const parts = partsOf(root);
  const takeOff = (key: string): void =>
    onChange(
      key === root.key
        ? null
        : jsonOf(
            replaced(root, key, () => undefined),
            fields,
          ),
    );
  return (
    <>
      {parts.map((part) => {
        const words = wordsOf(part, fields);
        return (
          <span key={part.key} className={classes.chip}>
            <UnstyledButton className={classes.words} onClick={dialog.open} title={words}>
              {words}
            </UnstyledButton>
            <ActionIcon
              variant="transparent"
              color="gray"
              size={24}
              aria-label={`Remove filter ${words}`}
              onClick={() => takeOff(part.key)}
            >
              <IconX size={14} />
            </ActionIcon>
          </span>
        );
      })}
      <Button
        size="compact-md"
        variant="subtle"
        color="gray"
        leftSection={<IconFilter size={16} />}
        onClick={dialog.open}
      >
        Filter
      </Button>
      {parts.length > 0 && (
        <Button
          component={Link}
          to={saveTo.to}
          search={saveTo.search as never}
          size="compact-md"
          variant="subtle"
          color="gray"
          leftSection={<IconFilterPlus size={16} />}
        >
          Save as view
        </Button>
      )}
      <FilterDialog
        module={module}
        fields={fields}
        within={within}
        filter={filter}
        isOpen={isOpen}
        onClose={dialog.close}
        onApply={(next) => {
          dialog.close();
          onChange(next);
        }}
      />
    </>
  );
}

/** Keys that are the same at each drawing, so that a chip keeps the focus. */
function nextKey(): () => string {
  let count = 0;
  return () => {
    count += 1;
    return `part ${count}`;
  };
}
