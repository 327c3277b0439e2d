import { Badge, Button, Group, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { CustomerView } from "#billing/customer/customer.api.ts";
import { customFields } from "#billing/custom-field/custom-field.api.ts";
import { useCall } from "#web/api.ts";
import type { FieldOrigin } from "#sync/story/story.api.ts";
import { useKeptFields } from "#web/sync/story/stories.ts";
import { SyncMark } from "#web/sync/story/SyncMark.tsx";
import { Field, Fields } from "#web/ui/Field.tsx";
import { showCount, showText } from "#web/ui/show.ts";
import { type Fact, type FactGroup, factsOf } from "./facts.tsx";

type DetailsProps = {
  customer: CustomerView;
  /** One column, as beside a list. */ isNarrow?: boolean;
};

/** All values of a customer; the fields that are empty only when they are asked for. */
export function Details({ customer, isNarrow = false }: DetailsProps) {
  const fields = useCall(customFields.customer.list);
  const kept = useKeptFields(customer.id);
  const notes = kept.get("notes");
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
          <Part key={group.title} customer={customer.id} of={group} kept={kept} showsEmpty={showsEmpty} />
        ))}
        {(customer.notes !== null || showsEmpty) && (
          <Section
            title="Notes"
            mark={notes && <SyncMark subject={{ customer: customer.id }} name="Notes" of={[notes]} />}
          >
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

type PartProps = {
  customer: string;
  of: FactGroup;
  kept: ReadonlyMap<string, FieldOrigin>;
  showsEmpty: boolean;
};

function Part({ customer, of: { title, facts }, kept, showsEmpty }: PartProps) {
  const shown = facts.filter((fact) => showsEmpty || !isEmpty(fact));
  if (shown.length === 0) return null;
  return (
    <Section title={title}>
      <Fields>
        {shown.map(({ name, value, copy, fields = [] }) => {
          const origins = fields.flatMap((field) => kept.get(field) ?? []);
          return (
            <Field
              key={name}
              name={name}
              mark={origins.length > 0 && <SyncMark subject={{ customer }} name={name} of={origins} />}
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

type SectionProps = { title: string; mark?: ReactNode; children: ReactNode };

function Section({ title, mark, children }: SectionProps) {
  return (
    <Stack component="section" gap="xs">
      <Group gap={6}>
        <Title order={2}>{title}</Title>
        {mark}
      </Group>
      {children}
    </Stack>
  );
}

function isEmpty({ value }: Fact): boolean {
  return value === null || value === "";
}
