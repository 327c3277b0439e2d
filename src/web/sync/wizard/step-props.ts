import type { Answers, Options } from "./answers.ts";
import type { Samples } from "./sample.ts";

/** What each step gets: the answers, the options of the chosen module, records of the chosen views, and the way to change an answer. */
export type StepProps = {
  answers: Answers;
  options: Options;
  samples: Samples;
  set: (change: (before: Answers) => Answers) => void;
};
