import type { Counterpart } from "./record-marks.ts";
import { StoryMark } from "./SyncMark.tsx";
import { counterpartWords } from "./words.ts";

/** The mark on a field of a CRM record that a sync keeps; the story is that of billing's field. */
export function CounterpartMark({ name, of }: { name: string; of: Counterpart }) {
  const { subject, origin } = of;
  return (
    <StoryMark
      subject={subject}
      name={name}
      words={counterpartWords(name, "person" in subject, origin)}
      fields={[origin.field]}
    />
  );
}
