import { Anchor, Button, Group, Text } from "@mantine/core";
import { IconExternalLink } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ConflictView } from "#sync/conflict/conflict.api.ts";
import type { Places } from "#web/sync/places.ts";
import type { Column } from "#web/ui/DataTable.tsx";
import { showValue } from "#web/ui/show.ts";
import { When } from "#web/ui/When.tsx";
import type { Decide } from "./use-decide.ts";

/** The columns of the inbox; with buttons where one may decide. */
export function columnsFor(places: Places, decide: Decide | undefined): Column<ConflictView>[] {
  return [
    {
      id: "name",
      title: "Record",
      width: 120,
      cell: ({ customer, name, crm_url }) => (
        <>
          <Anchor component={Link} to={places.customer(customer)} fz={13}>
            {name}
          </Anchor>{" "}
          <Anchor href={crm_url}>
            <IconExternalLink size={13} aria-label={`${name} in the CRM`} />
          </Anchor>
        </>
      ),
    },
    { id: "field", title: "Field", width: 106, cell: ({ label }) => label },
    {
      id: "base",
      title: "Last agreed",
      width: 116,
      cell: ({ base }) => (base === null ? "never" : <Value of={base.value} />),
    },
    { id: "crm", title: "CRM", width: 150, cell: ({ crm }) => <Side of={crm} /> },
    { id: "billing", title: "Billing", width: 150, cell: ({ billing }) => <Side of={billing} /> },
    decide === undefined ? outcomeColumn : takeColumn(decide),
  ];
}

const takeWords = { crm: "Take CRM", billing: "Take billing" } as const;

function takeColumn(decide: Decide): Column<ConflictView> {
  return {
    id: "take",
    title: "Decide",
    width: 262,
    isActions: true,
    cell: (one) => (
      <Group gap={4} wrap="nowrap">
        {(["crm", "billing"] as const).map((take) => (
          <Button
            key={take}
            size="compact-xs"
            flex="none"
            variant="default"
            disabled={decide.isBusy}
            aria-label={`${takeWords[take]}: ${one.label} of ${one.name}`}
            onClick={() => decide.take([one], take)}
          >
            {takeWords[take]}
          </Button>
        ))}
        <Button
          size="compact-xs"
          flex="none"
          variant="subtle"
          disabled={decide.isBusy || one.input === null}
          aria-label={`Other value: ${one.label} of ${one.name}`}
          onClick={() => decide.give([one])}
        >
          Other
        </Button>
      </Group>
    ),
  };
}

const outcomeColumn: Column<ConflictView> = {
  id: "outcome",
  title: "Outcome",
  width: 260,
  cell: ({ decision, settled }) => {
    const taken = decision && outcomeWords(decision);
    return (
      <>
        <Text fz={13} lh={1.25} truncate>
          {taken ?? settled?.words}
        </Text>
        <Text fz={12} lh={1.25} c="dimmed" truncate title={settled?.words}>
          <When at={settled?.at ?? decision?.at} never="" /> {taken !== null && settled?.words}
        </Text>
      </>
    );
  },
};

function outcomeWords({ take, value, by }: NonNullable<ConflictView["decision"]>): string {
  if (take === "value") return `${valueOf(value)}, given by ${by}`;
  return `${take === "crm" ? "CRM" : "Billing"} taken by ${by}`;
}

/** A side's value, and below it who gave it when, as far as that is known. */
function Side({ of: { value, at, by } }: { of: ConflictView["crm"] }) {
  return (
    <>
      <Value of={value} fw={600} />
      {(at !== null || by !== null) && (
        <Text fz={12} lh={1.25} c="dimmed" style={{ whiteSpace: "normal", overflowWrap: "anywhere" }}>
          {by !== null && <b>{by}</b>} <When at={at} never="" />
        </Text>
      )}
    </>
  );
}

/** A value as far as three lines go: two that begin alike must be told apart. */
function Value({ of, fw }: { of: unknown; fw?: number }) {
  return (
    <Text
      fz={13}
      lh={1.25}
      fw={fw}
      lineClamp={3}
      style={{ whiteSpace: "normal", overflowWrap: "anywhere" }}
      title={valueOf(of)}
    >
      {valueOf(of)}
    </Text>
  );
}

function valueOf(value: unknown): string {
  return value === null || value === undefined ? "blank" : showValue(value);
}
