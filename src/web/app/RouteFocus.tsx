import { VisuallyHidden } from "@mantine/core";
import { useRouterState } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { forgetProblems } from "#web/ui/tell.tsx";

/**
 * After a change of the address's path (not of its filters) the keyboard goes on at the start of the new screen, and
 * a screen reader hears the screen's title, as it would after a page load.
 */
export function RouteFocus() {
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname });
  const before = useRef(path);
  const [spoken, setSpoken] = useState("");
  useEffect(() => {
    if (before.current !== undefined && before.current !== path) {
      const screen = document.querySelector<HTMLElement>("main");
      // A form may have given the focus to its first field already, in which somebody is typing.
      if (!screen?.contains(document.activeElement)) screen?.focus({ preventScroll: true });
      setSpoken(document.title);
      forgetProblems();
    }
    before.current = path;
  }, [path]);
  return (
    <VisuallyHidden component="output" aria-live="polite">
      {spoken}
    </VisuallyHidden>
  );
}
