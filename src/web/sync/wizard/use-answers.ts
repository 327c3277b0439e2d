import { useSessionStorage } from "@mantine/hooks";
import type { SyncSettings } from "#sync/connection/settings.api.ts";
import { type Answers, startAnswers } from "./answers.ts";

type Draft = {
  answers: Answers;
  set: (change: (before: Answers) => Answers) => void;
  /** Something was answered that is not saved. */
  isChanged: boolean;
  drop: () => void;
};

/** The wizard's answers, kept in this browser tab until they are saved or discarded. */
export function useAnswers(connection: string, settings: SyncSettings | null): Draft {
  const [draft, setDraft, removeDraft] = useSessionStorage<Answers | undefined>({
    key: `concord set-up ${connection}`,
    getInitialValueInEffect: false,
  });
  const answers = draft ?? startAnswers(settings);
  return {
    answers,
    set: (change) => setDraft((before) => change(before ?? startAnswers(settings))),
    isChanged: draft !== undefined,
    drop: removeDraft,
  };
}
