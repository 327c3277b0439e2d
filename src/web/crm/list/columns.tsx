import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { FieldValue } from "#web/crm/fields/FieldValue.tsx";
import { type Kind, kindOf } from "#web/crm/fields/field-kind.ts";
import type { Module } from "#web/crm/module.ts";
import { nameOf } from "#web/crm/record-name.ts";
import type { CrmField, CrmRecord } from "#web/crm/types.ts";
import type { Column } from "#web/ui/DataTable.tsx";
import classes from "./columns.module.css";

/** Offered beside the columns of every view. */
const extras = ["Created_Time", "Modified_Time"];
const sortable = new Set(extras);

/** Pixels, where a kind needs other than the usual width. */
const widths: Partial<Record<Kind, number>> = {
  tick: 120,
  number: 120,
  money: 140,
  percent: 120,
  date: 130,
  moment: 150,
  email: 220,
  link: 200,
};

/** The fields that a list asks for: the name first, then the view's columns, then what may be added. */
export function columnNames(module: Module, names: readonly string[]): string[] {
  return [...new Set([module.nameField, ...names, ...extras])].slice(0, 50);
}

type ColumnsOptions = {
  module: Module;
  names: readonly string[];
  fields: readonly CrmField[];
  to: (id: string) => string;
  /** Records that the reader has not read yet. */
  unread: ReadonlySet<string>;
};

/** The columns of a list. The name leads to the record's page, and has a mark before it as long as nobody went there. */
export function columnsOf({ module, names, fields, to, unread }: ColumnsOptions): Column<CrmRecord>[] {
  const byName = new Map(fields.map((field) => [field.api_name, field]));
  return columnNames(module, names).flatMap((name, at) => {
    const field = byName.get(name);
    if (!field) return [];
    return [at === 0 ? nameColumn(module, field, { to, unread }) : columnOf(field, !names.includes(name))];
  });
}

function nameColumn(
  module: Module,
  field: CrmField,
  { to, unread }: Pick<ColumnsOptions, "to" | "unread">,
): Column<CrmRecord> {
  return {
    id: field.api_name,
    title: field.field_label,
    width: 240,
    cell: (row) => (
      <>
        {unread.has(row.id) && (
          <span className={classes.unread} role="img" aria-label="Unread" title="Unread" />
        )}
        <Anchor component={Link} to={to(row.id)} inherit fw={500} c="var(--mantine-color-text)">
          {nameOf(module, row)}
        </Anchor>
      </>
    ),
  };
}

function columnOf(field: CrmField, isExtra: boolean): Column<CrmRecord> {
  const kind = kindOf(field);
  const width = widths[kind];
  return {
    id: field.api_name,
    title: field.field_label,
    cell: (row) => <FieldValue field={field} value={row[field.api_name]} />,
    isExtra,
    ...(width === undefined ? {} : { width }),
    ...(kind === "number" || kind === "money" || kind === "percent" ? { align: "right" as const } : {}),
    ...(sortable.has(field.api_name) ? { sort: field.api_name } : {}),
  };
}
