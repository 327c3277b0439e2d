import type { Answers, Options } from "./answers.ts";

/** What each step gets: the answers, the options of the chosen module, and the way to change an answer. */
export type StepProps = {
  answers: Answers;
  options: Options;
  set: (change: (before: Answers) => Answers) => void;
};
