import { ActionIcon, Anchor, Button, Skeleton, Text, Title, Tooltip } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { addressIn } from "#web/app/address.ts";
import { useOrganization } from "#web/app/organization.ts";
import { useFields } from "#web/crm/crm-queries.ts";
import { useRecords } from "#web/crm/list-queries.ts";
import { FieldValue } from "#web/crm/fields/FieldValue.tsx";
import { type Module, moduleOf, type ModuleName } from "#web/crm/module.ts";
import { nameOf } from "#web/crm/record-name.ts";
import { useMay } from "#web/crm/rights.ts";
import type { CrmRecord } from "#web/crm/types.ts";
import { ProblemBox } from "#web/ui/Problem.tsx";
import { showNumber } from "#web/ui/show.ts";
import classes from "./RecordPage.module.css";

/** A list beside a record. `list` is its API name; `adds` the name under which a new record learns whom it belongs to. */
type Related = {
  list: string;
  title: string;
  module: ModuleName;
  side: string[];
  adds?: "account" | "contact";
};

const lists: Record<ModuleName, readonly Related[]> = {
  Accounts: [
    { list: "Contacts", title: "Contacts", module: "Contacts", side: ["Email", "Phone"], adds: "account" },
    { list: "Deals", title: "Deals", module: "Deals", side: ["Stage", "Amount"], adds: "account" },
    { list: "Member_Accounts", title: "Member accounts", module: "Accounts", side: ["Phone"] },
  ],
  Contacts: [
    { list: "Deals", title: "Deals", module: "Deals", side: ["Stage", "Amount"], adds: "contact" },
    { list: "Reporting_Contacts", title: "Reporting contacts", module: "Contacts", side: ["Title"] },
  ],
  Deals: [],
};

/** What belongs to a record, with a way to add to it. */
export function RelatedLists({ module, record }: { module: Module; record: CrmRecord }) {
  const may = useMay();
  return lists[module.name]
    .filter((related) => may(related.module, "View"))
    .map((related) => <RelatedList key={related.list} of={module} record={record} related={related} />);
}

function RelatedList({ of, record, related }: { of: Module; record: CrmRecord; related: Related }) {
  const { id: organization } = useOrganization();
  const module = moduleOf(related.module);
  const may = useMay();
  // The list is asked at the record that it belongs to, and is made stale with all lists of the CRM.
  const pages = useRecords({
    module: of.name,
    fields: [module.nameField, ...related.side],
    related: { id: record.id, list: related.list },
  });
  // A list that only few records have is not worth an empty box.
  if (related.adds === undefined && pages.items.length === 0) return null;
  return (
    <section className={classes.card} aria-label={related.title}>
      <div className={classes.cardHead}>
        <Title order={2}>
          {related.title}
          {pages.items.length > 0 && (
            <Text span c="dimmed" fw={400} className="figures">
              {" "}
              {showNumber(pages.items.length)}
              {pages.hasMore && "+"}
            </Text>
          )}
        </Title>
        {related.adds && may(related.module, "Create") && (
          <Tooltip label={`New ${module.one}`}>
            <ActionIcon
              component={Link}
              to={addressIn(organization, `crm/${module.path}/new`)}
              search={{ [related.adds]: record.id } as never}
              variant="subtle"
              color="gray"
              size={32}
              aria-label={`New ${module.one}`}
            >
              <IconPlus size={16} />
            </ActionIcon>
          </Tooltip>
        )}
      </div>
      {pages.problem !== null && <ProblemBox problem={pages.problem} />}
      {pages.isWaiting && <Skeleton height={36} m="xs" />}
      <ul>
        {pages.items.map((row) => (
          <li key={row.id}>
            <Anchor
              component={Link}
              to={addressIn(organization, `crm/${module.path}/${row.id}`)}
              className={classes.main}
              c="var(--mantine-color-text)"
            >
              {nameOf(module, row)}
            </Anchor>
            <span className={classes.side}>
              <Side module={module} row={row} names={related.side} />
            </span>
          </li>
        ))}
      </ul>
      {!pages.isWaiting && pages.problem === null && pages.items.length === 0 && (
        <div className={classes.none}>No {module.many} yet</div>
      )}
      {pages.hasMore && (
        <Button variant="subtle" size="compact-sm" m="xs" loading={pages.isLoadingMore} onClick={pages.more}>
          Show more
        </Button>
      )}
    </section>
  );
}

/** The first of the fields that the row has, parted by dots. */
function Side({
  module,
  row,
  names,
}: {
  module: Module;
  row: CrmRecord;
  names: readonly string[];
}): ReactNode {
  const fields = useFields(module.name).data ?? [];
  const shown = names
    .flatMap((name) => fields.find((field) => field.api_name === name) ?? [])
    .filter((field) => row[field.api_name] !== null && row[field.api_name] !== undefined);
  return shown.map((field, at) => (
    <span key={field.api_name}>
      {at > 0 && " · "}
      <FieldValue field={field} value={row[field.api_name]} isPlain />
    </span>
  ));
}
