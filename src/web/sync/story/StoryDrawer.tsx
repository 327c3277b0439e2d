import { Drawer, NativeSelect, Stack, Text } from "@mantine/core";
import { useState } from "react";
import type { FieldOrigin, FieldStory } from "#sync/story/story.api.ts";
import { Loaded } from "#web/ui/Loaded.tsx";
import { showValue } from "#web/ui/show.ts";
import { StoryEntries } from "./StoryEntries.tsx";
import { type Subject, useOrigins, useStory } from "./stories.ts";
import { keptWords } from "./words.ts";

type StoryDrawerProps = {
  isOpen: boolean;
  onClose: () => void;
  subject: Subject;
  name: string;
  fields?: readonly string[];
};

/** Beside the page: where a value came from, and all values before it. */
export function StoryDrawer({ isOpen, onClose, subject, name, fields }: StoryDrawerProps) {
  return (
    <Drawer
      opened={isOpen}
      onClose={onClose}
      position="right"
      size={480}
      padding="lg"
      title={`Where ${name} came from`}
      closeButtonProps={{ "aria-label": "Close" }}
      styles={{ title: { fontSize: 16, fontWeight: 600, overflowWrap: "anywhere" } }}
    >
      <Chosen subject={subject} {...(fields === undefined ? {} : { fields })} />
    </Drawer>
  );
}

/** One field at a time, where there are several. */
function Chosen({ subject, fields }: { subject: Subject; fields?: readonly string[] }) {
  const origins = useOrigins(subject);
  const [chosen, setChosen] = useState<string>();
  return (
    <Loaded of={origins}>
      {({ items }) => {
        const shown = items.filter((one) => fields?.includes(one.field) ?? one.kept.length > 0);
        const field = chosen ?? shown.find(({ value }) => value !== null)?.field ?? shown[0]?.field;
        return (
          <Stack gap="lg">
            {shown.length > 1 && (
              <NativeSelect
                label="Field"
                value={field}
                onChange={(event) => setChosen(event.currentTarget.value)}
                data={shown.map(optionOf)}
              />
            )}
            {field === undefined ? (
              <Text>No field of it is synced.</Text>
            ) : (
              <Story key={field} subject={subject} field={field} />
            )}
          </Stack>
        );
      }}
    </Loaded>
  );
}

/** As long as a value is shown in a choice. */
const shownLength = 40;

function optionOf({ field, label, value }: FieldOrigin): { value: string; label: string } {
  const text = showValue(value);
  const short = text.length > shownLength ? `${text.slice(0, shownLength).toWellFormed()} …` : text;
  return { value: field, label: `${label}: ${short}` };
}

function Story({ subject, field }: { subject: Subject; field: string }) {
  const story = useStory(subject, field);
  return <Loaded of={story}>{(found) => <Told story={found} />}</Loaded>;
}

function Told({ story }: { story: FieldStory }) {
  return (
    <Stack gap="md">
      <div>
        <Text size="sm" c="dimmed">
          {story.label} in billing now
        </Text>
        <Text fw={500} size="lg" style={{ overflowWrap: "anywhere", whiteSpace: "pre-wrap" }}>
          {showValue(story.value)}
        </Text>
      </div>
      {story.kept.length === 0 && <Text size="sm">No sync keeps this field.</Text>}
      {story.kept.map((kept) => (
        <Text key={`${kept.connection} ${kept.crm_field}`} size="sm" style={{ overflowWrap: "anywhere" }}>
          {keptWords(kept, story.value)}
        </Text>
      ))}
      <StoryEntries of={story.entries} label={`Values of ${story.label}, the newest first`} />
      {story.begins === "cut" && (
        <Text size="sm" c="dimmed">
          Older changes are not shown.
        </Text>
      )}
    </Stack>
  );
}
