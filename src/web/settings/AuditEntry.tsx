import type { AuditEntryView } from "#platform/audit/audit.api.ts";
import { Field, Fields } from "#web/ui/Field.tsx";
import { showExact } from "#web/ui/show.ts";
import { nameWords, valueWords } from "./audit-words.ts";

/** One entry of the audit log with all that it says. */
export function AuditEntry({ entry }: { entry: AuditEntryView }) {
  return (
    <Fields>
      <Field name="When" value={showExact(entry.at)} />
      <Field name="Who" value={entry.actor_name} />
      <Field name="Who, as id" value={entry.actor_id} copies />
      <Field name="Record" value={entry.subject_id} copies />
      <Field name="Action" value={entry.action} copies />
      {Object.entries(entry.details).map(([name, value]) => (
        <Field key={name} name={nameWords(name)} value={valueWords(value)} />
      ))}
    </Fields>
  );
}
