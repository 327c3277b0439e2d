import type { Meaning } from "./theme.ts";
import classes from "./Status.module.css";

/** Shapes tell the meanings apart without colour: dot, ring, triangle, cross, dash. */
const shapes: Record<Meaning, React.ReactNode> = {
  agree: <circle cx="5" cy="5" r="4" />,
  change: <circle cx="5" cy="5" r="3" fill="none" strokeWidth="2" />,
  conflict: <path d="M5 1l4.5 8h-9z" />,
  fail: <path d="M2 2l6 6M8 2l-6 6" strokeWidth="2.2" strokeLinecap="round" />,
  gray: <path d="M1.5 5h7" strokeWidth="2.2" strokeLinecap="round" />,
};

type StatusProps = {
  word: string;
  meaning: Meaning;
  /** Without the tinted background, for use inside a sentence. */ plain?: boolean;
};

/** A status: its word, a colour and a shape. */
export function Status({ word, meaning, plain = false }: StatusProps) {
  return (
    <span className={classes.status} data-meaning={meaning} data-plain={plain || undefined}>
      <svg viewBox="0 0 10 10" width={8} height={8} aria-hidden>
        {shapes[meaning]}
      </svg>
      {word}
    </span>
  );
}
