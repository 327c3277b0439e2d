import { Anchor, Text } from "@mantine/core";
import {
  IconArrowBackUp,
  IconArrowDownLeft,
  IconArrowUpRight,
  IconGitFork,
  IconLock,
  IconPencil,
  IconPlus,
  IconQuestionMark,
  type Icon,
  IconX,
} from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { StoryEntry } from "#sync/story/story.api.ts";
import { usePlaces } from "#web/sync/places.ts";
import { kindWord } from "#web/sync/words.ts";
import { showValue } from "#web/ui/show.ts";
import { ValueChange } from "#web/ui/ValueChange.tsx";
import { When } from "#web/ui/When.tsx";
import thread from "#web/ui/Thread.module.css";
import classes from "./Story.module.css";
import { entryWords } from "./words.ts";

const icons: Record<StoryEntry["what"], Icon> = {
  made: IconPlus,
  edited: IconPencil,
  synced: IconArrowDownLeft,
  returned: IconArrowBackUp,
  sent: IconArrowUpRight,
  refused: IconX,
  stayed: IconLock,
  conflict: IconGitFork,
  unrecorded: IconQuestionMark,
};

/** The line of a field's values through time: each with where it came from, by whom, in which run, by which rule. */
export function StoryEntries({ of, label }: { of: readonly StoryEntry[]; label: string }) {
  return (
    <ol className={thread.line} aria-label={label}>
      {of.map((entry, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- entries have no id, and their order is what they are
        <Entry key={at} entry={entry} />
      ))}
    </ol>
  );
}

function Entry({ entry }: { entry: StoryEntry }) {
  const Glyph = icons[entry.what];
  return (
    <li>
      <span className={thread.mark}>
        <Glyph size={14} stroke={1.8} aria-hidden />
      </span>
      <div className={thread.body}>
        <Values entry={entry} />
        <Text size="sm">{entryWords(entry)}</Text>
        <Text size="xs" c="dimmed" component="div">
          {entry.at === null ? "At an unknown time" : <When at={entry.at} absolute />}
          <Ran entry={entry} />
        </Text>
      </div>
    </li>
  );
}

function Values({ entry: { what, from, to, conflict } }: { entry: StoryEntry }) {
  if (conflict !== null) {
    const { crm, crm_by, billing } = conflict;
    return (
      <dl className={classes.sides}>
        {[
          ["Last agreed", from],
          ["CRM", crm_by === null ? showValue(crm) : `${showValue(crm)} (record last changed by ${crm_by})`],
          ["Billing", billing],
        ].map(([name, value]) => (
          <div key={String(name)}>
            <dt>{String(name)}</dt>
            <dd>{showValue(value)}</dd>
          </div>
        ))}
      </dl>
    );
  }
  return (
    <div className={classes.value}>
      {what === "made" || what === "stayed" ? showValue(to) : <ValueChange from={from} to={to} />}
    </div>
  );
}

function Ran({ entry: { run, by } }: { entry: StoryEntry }) {
  const places = usePlaces();
  if (run === null) return null;
  return (
    <>
      {" · "}
      <Anchor component={Link} to={places.run(run.id)} size="xs" underline="always">
        {kindWord(run.kind)}
      </Anchor>
      {by !== null && ` started by ${by.name}`}
      {run.undone_by !== null && (
        <>
          {", "}
          <Anchor component={Link} to={places.run(run.undone_by)} size="xs" underline="always">
            undone since
          </Anchor>
        </>
      )}
    </>
  );
}
