import { Button, Skeleton, Text, Title } from "@mantine/core";
import { type CrmTimelineEntry, useTimeline } from "#web/crm/timeline-query.ts";
import { kindOf } from "#web/crm/fields/field-kind.ts";
import type { Module } from "#web/crm/module.ts";
import { type CrmNote, useNotes } from "#web/crm/note-queries.ts";
import type { Pages } from "#web/api.ts";
import type { CrmField } from "#web/crm/types.ts";
import { ProblemBox } from "#web/ui/Problem.tsx";
import { showDate, showDecimal, showMoment } from "#web/ui/show.ts";
import { ValueChange } from "#web/ui/ValueChange.tsx";
import { When } from "#web/ui/When.tsx";
import classes from "./RecordPage.module.css";

type RecordTimelineProps = { module: Module; id: string; fields: readonly CrmField[] };

/** What became of a record, the last first: who did it and when, and each field before and after. */
export function RecordTimeline({ module, id, fields }: RecordTimelineProps) {
  const pages = useTimeline(module.name, id);
  const notes = useNotes({ module: module.name, record: id }).data ?? [];
  return (
    <section className={classes.card} aria-label="Timeline">
      <div className={classes.cardHead}>
        <Title order={2}>Timeline</Title>
      </div>
      {pages.problem !== null && <ProblemBox problem={pages.problem} />}
      {pages.isWaiting && <Skeleton height={36} m="xs" />}
      <ol className={classes.events}>
        {withNotes(pages, notes).map((one) =>
          "Note_Content" in one ? (
            <NoteEvent key={one.id} note={one} />
          ) : (
            <Event key={one.id} entry={one} fields={fields} />
          ),
        )}
      </ol>
      {!pages.isWaiting && pages.problem === null && pages.items.length === 0 && (
        <div className={classes.none}>Nothing is known of what happened before</div>
      )}
      {pages.hasMore && (
        <Button variant="subtle" size="compact-sm" m="xs" loading={pages.isLoadingMore} onClick={pages.more}>
          Show earlier
        </Button>
      )}
    </section>
  );
}

/** What happened and what was noted, the last first; notes from before the earliest entry that is shown come with it. */
function withNotes(
  { items, hasMore }: Pages<CrmTimelineEntry>,
  notes: readonly CrmNote[],
): (CrmTimelineEntry | CrmNote)[] {
  const timeOf = (one: CrmTimelineEntry | CrmNote): number =>
    Date.parse("Note_Content" in one ? one.Created_Time : one.audited_time);
  const last = items.at(-1);
  const from = hasMore && last ? timeOf(last) : -Infinity;
  return [...items, ...notes.filter((note) => timeOf(note) >= from)].toSorted(
    (a, b) => timeOf(b) - timeOf(a),
  );
}

function NoteEvent({ note }: { note: CrmNote }) {
  return (
    <li>
      <Text size="sm">
        <strong>{note.Created_By.name}</strong> wrote a note{" "}
        <Text span size="xs" c="dimmed">
          <When at={note.Created_Time} />
        </Text>
      </Text>
      <Text size="sm" c="dimmed" lineClamp={2}>
        {note.Note_Title ?? note.Note_Content}
      </Text>
    </li>
  );
}

const deeds: Record<CrmTimelineEntry["action"], string> = {
  added: "added it",
  updated: "changed it",
  deleted: "deleted it",
  restored: "restored it",
  merged: "merged it",
};

function Event({ entry, fields }: { entry: CrmTimelineEntry; fields: readonly CrmField[] }) {
  const { action, done_by: by, source, audited_time: at, related_record: related, field_history } = entry;
  const changes = field_history ?? [];
  return (
    <li>
      <Text size="sm">
        <strong>{by.name}</strong> {deeds[action]}
        {related && ` with ${related.name}`}
        {source === "crm_api" && " by the API"}{" "}
        <Text span size="xs" c="dimmed">
          <When at={at} />
        </Text>
      </Text>
      {changes.length > 0 && (
        <dl>
          {changes.map(({ api_name: name, _value: { old, new: now } }) => {
            const field = fields.find((one) => one.api_name === name);
            return (
              <div key={name}>
                <dt>{field?.field_label ?? name}</dt>
                <dd>
                  <ValueChange from={readable(field, old)} to={readable(field, now)} />
                </dd>
              </div>
            );
          })}
        </dl>
      )}
    </li>
  );
}

/** The text of a timeline as people read the field; what has no better form stays as it is. */
function readable(field: CrmField | undefined, text: string | null): unknown {
  if (field === undefined || text === null) return text;
  switch (kindOf(field)) {
    case "tick":
      return text === "true";
    case "date":
      return showDate(text);
    case "moment":
      return showMoment(text);
    case "number":
    case "money":
      return /^-?\d+(\.\d+)?$/.test(text) ? showDecimal(text) : text;
    case "choices":
    case "tags":
      return text.split(";");
    default:
      return text;
  }
}
