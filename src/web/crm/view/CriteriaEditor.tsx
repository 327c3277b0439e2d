import { ActionIcon, Button, Group as Row, SegmentedControl, Select, Text, Tooltip } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { randomId } from "@mantine/hooks";
import { kindOf } from "#web/crm/fields/field-kind.ts";
import { comparisonsOf } from "./comparison.ts";
import {
  type Condition,
  comparisonIn,
  countConditions,
  emptyCondition,
  type Fields,
  type Group,
  isComplete,
  isGroup,
  maxConditions,
  newCondition,
  type Node,
  replaced,
} from "./criteria.ts";
import classes from "./CriteriaEditor.module.css";
import { OperandInput } from "./OperandInput.tsx";

type CriteriaEditorProps = {
  root: Group;
  fields: Fields;
  /** The field that a new condition begins with. */
  usual: string;
  /** Conditions that say too little are marked: after an attempt to save. */
  marksGaps: boolean;
  onChange: (root: Group) => void;
};

/** Criteria as nested groups of conditions, each group all or any of its members. */
export function CriteriaEditor({ root, fields, usual, marksGaps, onChange }: CriteriaEditorProps) {
  const isFull = countConditions(root) >= maxConditions;
  const edit = (key: string, next: (node: Node) => Node | undefined): void =>
    onChange(key === root.key ? (next(root) as Group) : replaced(root, key, next));
  return <GroupEditor group={root} about={{ fields, usual, marksGaps, edit, isFull }} depth={0} />;
}

type Edit = (key: string, next: (node: Node) => Node | undefined) => void;
type About = { fields: Fields; usual: string; marksGaps: boolean; edit: Edit; isFull: boolean };
type GroupEditorProps = { group: Group; about: About; depth: number };

/** Groups inside each other that can still be read. */
const maxDepth = 3;

function GroupEditor({ group, about, depth }: GroupEditorProps) {
  const { fields, usual, edit, isFull } = about;
  const add = (member: Node): void =>
    edit(group.key, (node) => (isGroup(node) ? { ...node, members: [...node.members, member] } : node));
  const setOperator = (operator: string): void =>
    edit(group.key, (node) => (isGroup(node) ? { ...node, operator: operator as "AND" } : node));
  const name = depth === 0 ? "Criteria" : "Group of conditions";
  return (
    <fieldset className={classes.group} data-depth={depth}>
      <legend className={classes.legend}>{name}</legend>
      <Row gap="xs" mb="xs" justify="space-between">
        <SegmentedControl
          size="xs"
          aria-label={`${name}: how they are joined`}
          value={group.operator}
          onChange={setOperator}
          data={[
            { value: "AND", label: "All of these" },
            { value: "OR", label: "Any of these" },
          ]}
        />
        {depth > 0 && <Remove label="Remove group" onClick={() => edit(group.key, () => undefined)} />}
      </Row>
      {group.members.length === 0 && (
        <Text size="sm" c="dimmed" mb="xs">
          No conditions: every record is in the view.
        </Text>
      )}
      <div className={classes.members}>
        {group.members.map((member) =>
          isGroup(member) ? (
            <GroupEditor key={member.key} group={member} about={about} depth={depth + 1} />
          ) : (
            <ConditionEditor key={member.key} condition={member} about={about} />
          ),
        )}
      </div>
      <Row gap="xs" mt="xs">
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconPlus size={14} />}
          disabled={isFull}
          onClick={() => add(newCondition(fields, usual, randomId()))}
        >
          Add condition
        </Button>
        {depth < maxDepth && (
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            disabled={isFull}
            onClick={() =>
              add({
                key: randomId(),
                operator: group.operator === "AND" ? "OR" : "AND",
                members: [newCondition(fields, usual, randomId())],
              })
            }
          >
            Add group
          </Button>
        )}
        {isFull && depth === 0 && (
          <Text size="sm" c="dimmed">
            A view has at most {maxConditions} conditions.
          </Text>
        )}
      </Row>
    </fieldset>
  );
}

function ConditionEditor({ condition, about }: { condition: Condition; about: About }) {
  const { fields, edit, marksGaps } = about;
  const field = fields.get(condition.field);
  const comparison = field && comparisonIn(condition, field);
  const isGone = field === undefined && condition.field !== "";
  const set = (next: Partial<Condition>): void => edit(condition.key, (node) => ({ ...node, ...next }));
  return (
    <div className={classes.condition}>
      <Select
        aria-label="Field"
        searchable
        allowDeselect={false}
        data={[...fields.values()].map(({ api_name, field_label }) => ({
          value: api_name,
          label: field_label,
        }))}
        value={field ? condition.field : null}
        placeholder={condition.field}
        error={isGone}
        onChange={(name) => {
          const next = fields.get(name ?? "");
          if (next) set(emptyCondition(next, condition.key));
        }}
      />
      <Select
        aria-label="Comparison"
        searchable
        disabled={isGone}
        allowDeselect={false}
        data={field ? comparisonsOf(kindOf(field)).map(({ id, label }) => ({ value: id, label })) : []}
        value={comparison?.id ?? null}
        onChange={(id) => {
          const next = field && comparisonsOf(kindOf(field)).find((one) => one.id === id);
          if (next)
            set({
              comparison: next.id,
              values: next.operand === comparison?.operand ? condition.values : [],
            });
        }}
      />
      <div className={classes.value}>
        {isGone && (
          <Text size="sm" c="var(--mantine-color-error)">
            {condition.field} is gone, or your profile does not see it: choose another field, or remove this
            condition.
          </Text>
        )}
        {field && comparison && (
          <OperandInput
            field={field}
            operand={comparison.operand}
            values={condition.values}
            onChange={(values) => set({ values })}
            error={marksGaps && !isComplete(condition, fields) ? "Fill this in, or remove it" : undefined}
          />
        )}
      </div>
      <Remove label="Remove condition" onClick={() => edit(condition.key, () => undefined)} />
    </div>
  );
}

function Remove({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="gray" size={32} aria-label={label} onClick={onClick}>
        <IconX size={16} />
      </ActionIcon>
    </Tooltip>
  );
}
