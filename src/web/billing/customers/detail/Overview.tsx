import { Badge, Button, Group, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { CustomerView } from "#billing/customer/customer.api.ts";
import { listCustomFields } from "#billing/customer/customer-field.api.ts";
import { useCall } from "#web/api.ts";
import { SyncMark } from "#web/sync/customer/SyncMark.tsx";
import { type Synced, useSyncedFields } from "#web/sync/customer/synced-fields.ts";
import { Field, Fields } from "#web/ui/Field.tsx";
import { showCount, showText } from "#web/ui/show.ts";
import { type Fact, type FactGroup, factsOf } from "./facts.tsx";

type OverviewProps = {
  customer: CustomerView;
  /** One column, as beside a list. */ isNarrow?: boolean;
};

/** All values of a customer; the fields that are empty only when they are asked for. */
export function Overview({ customer, isNarrow = false }: OverviewProps) {
  const fields = useCall(listCustomFields);
  const synced = useSyncedFields(customer.id);
  const [showsEmpty, setShowsEmpty] = useState(false);
  const groups = factsOf(customer, fields.data?.items ?? []);
  const empty = groups.flatMap(({ facts }) => facts.filter(isEmpty)).length;
  return (
    <Stack gap="lg" align="stretch">
      <SimpleGrid
        type="container"
        cols={isNarrow ? 1 : { base: 1, "720px": 2 }}
        spacing="xl"
        verticalSpacing={isNarrow ? "lg" : "xl"}
      >
        {groups.map((group) => (
          <Part key={group.title} of={group} synced={synced} showsEmpty={showsEmpty} />
        ))}
        {(customer.notes !== null || showsEmpty) && (
          <Section title="Notes">
            <Text style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
              {showText(customer.notes)}
            </Text>
          </Section>
        )}
        {customer.tags.length > 0 && (
          <Section title="Tags">
            <Group gap="xs">
              {customer.tags.map((tag) => (
                <Badge key={tag} variant="light" color="gray" tt="none">
                  {tag}
                </Badge>
              ))}
            </Group>
          </Section>
        )}
      </SimpleGrid>
      {empty > 0 && (
        <Button
          variant="subtle"
          color="gray"
          size="compact-md"
          w="fit-content"
          ml={-10}
          aria-expanded={showsEmpty}
          onClick={() => setShowsEmpty(!showsEmpty)}
        >
          {showsEmpty ? "Hide empty fields" : `Show ${showCount(empty, "empty field")}`}
        </Button>
      )}
    </Stack>
  );
}

type PartProps = { of: FactGroup; synced: ReadonlyMap<string, Synced>; showsEmpty: boolean };

function Part({ of: { title, facts }, synced, showsEmpty }: PartProps) {
  const shown = facts.filter((fact) => showsEmpty || !isEmpty(fact));
  if (shown.length === 0) return null;
  return (
    <Section title={title}>
      <Fields>
        {shown.map(({ name, value, copy, fields = [] }) => {
          const kept = fields.map((field) => synced.get(field)).find((found) => found !== undefined);
          return (
            <Field
              key={name}
              name={name}
              mark={kept && <SyncMark of={kept} />}
              {...(copy == null ? {} : { copy })}
            >
              {value ?? showText(null)}
            </Field>
          );
        })}
      </Fields>
    </Section>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Stack component="section" gap="xs">
      <Title order={2}>{title}</Title>
      {children}
    </Stack>
  );
}

function isEmpty({ value }: Fact): boolean {
  return value === null || value === "";
}
