import { Anchor, Code, Stack, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { AuditEntryView } from "#platform/audit/audit.api.ts";
import { addressIn } from "#web/app/address.ts";
import { useOrganization } from "#web/app/organization.ts";
import { ValueChange } from "#web/ui/ValueChange.tsx";
import { Field, Fields } from "#web/ui/Field.tsx";
import { showExact } from "#web/ui/show.ts";
import { changesOf, hasParts, nameWords, plainDetails, valueWords } from "./audit-words.ts";

/** One entry of the audit log with all that it says. */
export function AuditEntry({ entry }: { entry: AuditEntryView }) {
  const changes = changesOf(entry.details);
  const details = plainDetails(entry.details);
  return (
    <Stack gap="lg">
      <Fields>
        <Field name="When" value={showExact(entry.at)} />
        <Field name="Who" value={entry.actor_name} />
        <Field name="Who, as id" value={entry.actor_id} copies />
        <Field name="Record" copy={entry.subject_id}>
          <Subject of={entry} />
        </Field>
        <Field name="Action" value={entry.action} copies />
        {details
          .filter(([, value]) => !hasParts(value))
          .map(([name, value]) => (
            <Field key={name} name={nameWords(name)} value={valueWords(value)} />
          ))}
      </Fields>
      {changes.length > 0 && (
        <Stack component="section" gap="xs">
          <Title order={3}>Changes</Title>
          <Fields>
            {changes.map(({ field, from, to }) => (
              <Field key={field} name={nameWords(field)}>
                <ValueChange from={from} to={to} />
              </Field>
            ))}
          </Fields>
        </Stack>
      )}
      {details
        .filter(([, value]) => hasParts(value))
        .map(([name, value]) => (
          <Stack key={name} component="section" gap="xs">
            <Title order={3}>{nameWords(name)}</Title>
            <Code block tabIndex={0}>
              {JSON.stringify(value, null, 2)}
            </Code>
          </Stack>
        ))}
    </Stack>
  );
}

/** Where records of a kind have a page. */
const pages: Record<string, string> = {
  customer: "billing/customers",
  connection: "settings/integrations",
  run: "settings/integrations/runs",
};

function Subject({ of: { subject_kind: kind, subject_id: subject } }: { of: AuditEntryView }) {
  const { id } = useOrganization();
  const page = pages[kind];
  const words = `${nameWords(kind)} ${subject}`;
  return page === undefined ? (
    words
  ) : (
    <Anchor component={Link} to={addressIn(id, `${page}/${subject}`)}>
      {words}
    </Anchor>
  );
}
