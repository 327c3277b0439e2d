import { Button, Group } from "@mantine/core";
import { IconFileImport, IconPlus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { Module } from "#web/crm/module.ts";
import { useMay } from "#web/crm/rights.ts";
import { Empty } from "#web/ui/Empty.tsx";
import { NothingFound } from "#web/ui/NothingFound.tsx";

type NoRecordsProps = {
  module: Module;
  /** Why there is nothing: no word is found, the filter or the view has no record, or the module has none at all. */
  reason: "search" | "filter" | "view" | "nothing";
  /** The address of a place below the module's. */
  to: (below: string) => string;
  onShowAll: () => void;
};

/** What stands in place of a list without records. */
export function NoRecords({ module, reason, to, onShowAll }: NoRecordsProps) {
  const may = useMay();
  if (reason !== "nothing")
    return (
      <NothingFound
        sentence={`No ${module.one} ${missing[reason]}.`}
        many={module.many}
        onShowAll={onShowAll}
      />
    );
  return (
    <Empty
      drawing="card"
      sentence={`There are no ${module.many} yet.`}
      action={
        <Group gap="xs">
          <NewButton module={module} to={to("new")} />
          {may(module.name, "Import") && (
            <Button
              component={Link}
              to={to("import")}
              variant="default"
              leftSection={<IconFileImport size={16} />}
            >
              Import from CSV
            </Button>
          )}
        </Group>
      }
    />
  );
}

const missing = {
  search: "holds these words in its name, e-mail, phone or other short text",
  filter: "passes this filter",
  view: "is in this view",
};

/** Leads to the form of a new record, for those who may make one. */
export function NewButton({ module, to }: { module: Module; to: string }) {
  const may = useMay();
  if (!may(module.name, "Create")) return null;
  return (
    <Button component={Link} to={to} leftSection={<IconPlus size={16} />}>
      New {module.one}
    </Button>
  );
}
