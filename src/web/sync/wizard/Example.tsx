import { IconBulb } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./Wizard.module.css";

/** What a choice does, told by records of the reader's own. */
export function Example({ children }: { children: ReactNode }) {
  return (
    <div className={classes.example}>
      <IconBulb size={18} stroke={1.6} aria-hidden />
      <div>{children}</div>
    </div>
  );
}
