import { Stack, Text, Title } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { FinanceDocument } from "#app/finance/finance-documents.api.ts";
import { Items } from "#web/billing/subscriptions/detail/Items.tsx";
import { cyclesWords, everyWords, nextWords, termWords } from "#web/billing/subscriptions/words.ts";
import { DataTable } from "#web/ui/DataTable.tsx";
import { Field, Fields } from "#web/ui/Field.tsx";
import { showDay } from "#web/ui/show.ts";
import { knownPages } from "#web/ui/SmallList.tsx";
import { financeColumns, rowNameOf } from "./columns.tsx";
import { financeAt } from "./finance-modules.ts";
import { useFinancePlaces } from "./finance-queries.ts";

type Sold = Extract<FinanceDocument, { module: "subscriptions" }>;

/** A subscription: what is sold, for how long, and the invoices of it. */
export function SoldSubscription({ of: { document, coupon, invoices } }: { of: Sold }) {
  return (
    <>
      <Part title="What it sells">
        <Items items={document.items} currency={document.currency_code} label="What it sells" />
      </Part>
      <Part title="Terms">
        <Fields>
          <Field name="Billed" value={everyWords(document)} />
          <Field name="Term" value={termWords(document)} />
          <Field name="Terms" value={cyclesWords(document)} />
          <Field name="Start" value={showDay(document.starts_at)} />
          {document.trial_ends_at !== null && (
            <Field name="Trial until" value={showDay(document.trial_ends_at)} />
          )}
          <Field name="Next billing" value={showDay(document.next_on)} />
          <Field name="What happens then" value={nextWords(document)} />
          <Field name="Coupon" value={coupon === null ? null : `${coupon.name} (${coupon.code})`} />
          {document.cancelled_at !== null && (
            <Field name="Cancelled" value={showDay(document.cancelled_at)} />
          )}
        </Fields>
      </Part>
      {invoices !== null && <Invoices of={invoices} />}
    </>
  );
}

function Invoices({ of }: { of: NonNullable<Sold["invoices"]> }) {
  const navigate = useNavigate();
  const places = useFinancePlaces();
  const shown = financeAt("invoices");
  const to = (id: string): string => places.one(shown, id);
  return (
    <Part title="Invoices">
      <DataTable
        name="crm-subscription-invoices"
        label="Invoices"
        columns={financeColumns(shown, { to, withParty: false })}
        pages={knownPages(of)}
        rowId={({ id }) => id}
        rowName={rowNameOf}
        onOpen={({ id }) => void navigate({ to: to(id) })}
        isPlain
        empty={<Text c="dimmed">No invoices yet</Text>}
      />
    </Part>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Stack component="section" gap="xs">
      <Title order={2}>{title}</Title>
      {children}
    </Stack>
  );
}
