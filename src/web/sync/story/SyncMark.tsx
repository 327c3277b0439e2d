import { Tooltip, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconArrowsLeftRight, IconPencil, IconQuestionMark } from "@tabler/icons-react";
import type { FieldOrigin } from "#sync/story/story.api.ts";
import { StoryDrawer } from "./StoryDrawer.tsx";
import type { Subject } from "./stories.ts";
import classes from "./SyncMark.module.css";
import { markWords } from "./words.ts";

type SyncMarkProps = {
  subject: Subject;
  /** What the page calls it. */ name: string;
  /** The fields that it is made of. */ of: readonly FieldOrigin[];
};

/** A small mark on a field that a sync keeps: hovering or focus tells where the value came from, pressing all there is to tell. */
export function SyncMark({ subject, name, of }: SyncMarkProps) {
  const words = markWords(of);
  return (
    <StoryMark subject={subject} name={name} words={words} fields={of.map(({ field }) => field)}>
      <Glyph of={of} />
    </StoryMark>
  );
}

type StoryMarkProps = {
  subject: Subject;
  name: string;
  words: string;
  /** By name; all that a sync keeps where not given. */ fields?: readonly string[];
  children?: React.ReactNode;
};

/** The mark itself, for whatever is told of it. */
export function StoryMark({ subject, name, words, fields, children }: StoryMarkProps) {
  const [isOpen, drawer] = useDisclosure(false);
  return (
    <>
      <Tooltip label={words} multiline maw={320}>
        <UnstyledButton
          className={classes.mark}
          aria-label={words}
          aria-haspopup="dialog"
          onClick={drawer.open}
        >
          {children ?? <IconArrowsLeftRight size={12} stroke={1.8} aria-hidden />}
        </UnstyledButton>
      </Tooltip>
      <StoryDrawer
        isOpen={isOpen}
        onClose={drawer.close}
        subject={subject}
        name={name}
        {...(fields === undefined ? {} : { fields })}
      />
    </>
  );
}

/** Whether the value is one that both sides share, one that a person gave in billing, or one of which nobody knows. */
function Glyph({ of }: { of: readonly FieldOrigin[] }) {
  const whats = new Set(of.map(({ origin }) => origin?.what));
  const [what] = whats;
  const Icon =
    whats.size === 1 && what === "edited"
      ? IconPencil
      : whats.size === 1 && what === "unrecorded"
        ? IconQuestionMark
        : IconArrowsLeftRight;
  return <Icon size={12} stroke={1.8} aria-hidden />;
}
