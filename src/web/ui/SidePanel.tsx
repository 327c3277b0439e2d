import { CloseButton, Title } from "@mantine/core";
import { type ReactNode, useEffect, useRef } from "react";
import classes from "./SidePanel.module.css";

type SidePanelProps = {
  title: string;
  /** Below the title: status, a link to the full page. */
  facts?: ReactNode;
  onClose: () => void;
  children: ReactNode;
};

/** One row of a list, opened beside it. The list stays usable; Escape closes and gives the focus back to the row. */
export function SidePanel({ title, facts, onClose, children }: SidePanelProps) {
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    panel.current?.focus({ preventScroll: true });
    return () => {
      // Not where the reader has gone on to something else meanwhile.
      if (
        before instanceof HTMLElement &&
        (document.activeElement === document.body || document.activeElement === null)
      )
        before.focus();
    };
  }, []);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape, from wherever in the panel
    <aside
      ref={panel}
      tabIndex={-1}
      aria-label={title}
      className={classes.panel}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.defaultPrevented) return;
        // A dialog that was opened from here is within it to React, and elsewhere in the page.
        if (event.currentTarget.contains(event.target as Node)) onClose();
      }}
    >
      <div className={classes.head}>
        <div className={classes.titles}>
          <Title order={2}>{title}</Title>
          {facts}
        </div>
        <CloseButton aria-label="Close panel" size="lg" onClick={onClose} />
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a text without links is scrolled by keyboard too */}
      <div className={classes.body} tabIndex={0}>
        {children}
      </div>
    </aside>
  );
}
