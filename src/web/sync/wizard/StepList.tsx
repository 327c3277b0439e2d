import { IconCheck } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { extentWords, moduleWords, policyWords } from "#web/sync/words.ts";
import { showCount } from "#web/ui/show.ts";
import {
  type Answers,
  isAnswered,
  moduleAnswers,
  type Options,
  type Step,
  steps,
  stepTitles,
} from "./answers.ts";
import classes from "./Wizard.module.css";

type StepListProps = {
  at: Step;
  answers: Answers;
  options: Options | undefined;
  problems: ReadonlySet<Step>;
};

/** The five steps with the answers so far; each can be gone to once the one before it is answered. */
export function StepList({ at, answers, options, problems }: StepListProps) {
  return (
    <nav aria-label="Steps" className={classes.steps}>
      <ol>
        {steps.map((step, place) => {
          const isDone = isAnswered(step, answers, options);
          const before = steps[place - 1];
          const canGo = before === undefined || isAnswered(before, answers, options);
          const words = (
            <>
              <span className={classes.mark} data-done={(isDone && step !== at) || undefined} aria-hidden>
                {isDone && step !== at && !problems.has(step) ? <IconCheck size={14} /> : place + 1}
              </span>
              <span>
                <span className={classes.stepTitle}>{stepTitles[step]}</span>
                <span className={classes.answer}>
                  {problems.has(step) ? "needs another look" : answerWords(step, answers, options)}
                </span>
              </span>
            </>
          );
          return (
            <li key={step}>
              {canGo ? (
                <Link
                  to="."
                  search={{ step }}
                  className={classes.step}
                  data-here={step === at || undefined}
                  aria-current={step === at ? "step" : undefined}
                  activeProps={{ "aria-current": "step" }}
                >
                  {words}
                </Link>
              ) : (
                <span className={classes.step} aria-disabled>
                  {words}
                </span>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

function answerWords(step: Step, answers: Answers, options: Options | undefined): string {
  const { module, extent, duplicates } = answers;
  if (module === null) return "";
  if (step === "module") return moduleWords[module];
  if (step === "extent") return extentWords[extent];
  if (step === "duplicates") return duplicates === null ? "" : policyWords[duplicates];
  if (step === "view") return viewWords(answers, options);
  return options === undefined ? "" : showCount(moduleAnswers(answers, options).mapping.length, "field");
}

function viewWords(answers: Answers, options: Options | undefined): string {
  if (options === undefined) return "";
  const { view, contact_view } = moduleAnswers(answers, options);
  return [view, answers.module === "accounts-and-contacts" ? contact_view : null]
    .flatMap((one) => (one === null ? [] : [one.name]))
    .join(", ");
}
