import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { randomId } from "@mantine/hooks";
import { useState } from "react";
import type { Module } from "#web/crm/module.ts";
import type { CriteriaJson } from "#web/crm/types.ts";
import { CriteriaEditor } from "#web/crm/view/CriteriaEditor.tsx";
import {
  countConditions,
  type Fields,
  isFilledIn,
  jsonOf,
  maxCounted,
  newCondition,
  treeOf,
} from "#web/crm/view/criteria.ts";
import { Preview } from "#web/crm/view/Preview.tsx";
import { joinedCriteria } from "./filter.ts";

type FilterDialogProps = {
  module: Module;
  fields: Fields;
  within: CriteriaJson | null;
  filter: CriteriaJson | null;
  isOpen: boolean;
  onClose: () => void;
  onApply: (filter: CriteriaJson | null) => void;
};

/** Conditions that narrow the present view, with the count of what is left. */
export function FilterDialog({ isOpen, ...about }: FilterDialogProps) {
  return (
    <Modal
      opened={isOpen}
      onClose={about.onClose}
      title={`Filter ${about.module.many}`}
      size="xl"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Body {...about} />
    </Modal>
  );
}

function Body({ module, fields, within, filter, onClose, onApply }: Omit<FilterDialogProps, "isOpen">) {
  const [root, setRoot] = useState(() => begin(filter, fields, module.mustFill));
  const [isTried, setTried] = useState(false);
  const json = jsonOf(root, fields);
  const all = joinedCriteria(within, json);
  const conditions = all === null ? 0 : countConditions(treeOf(all, fields, randomId));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (isFilledIn(root, fields) && conditions <= maxCounted) onApply(json);
      }}
    >
      <Stack gap="md">
        <CriteriaEditor
          root={root}
          fields={fields}
          usual={module.mustFill}
          marksGaps={isTried}
          onChange={setRoot}
        />
        {conditions > maxCounted ? (
          <Text size="sm" c="var(--mantine-color-error)" role="alert">
            A list takes at most {maxCounted} conditions, those of its view among them. Make a view for more.
          </Text>
        ) : (
          <Preview
            module={module}
            criteria={all}
            conditions={conditions}
            hasGaps={!isFilledIn(root, fields)}
          />
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit">Apply</Button>
        </Group>
      </Stack>
    </form>
  );
}

/** An empty filter begins with a condition to fill in. */
function begin(filter: CriteriaJson | null, fields: Fields, usual: string) {
  const root = treeOf(filter, fields, randomId);
  return filter === null ? { ...root, members: [newCondition(fields, usual, randomId())] } : root;
}
