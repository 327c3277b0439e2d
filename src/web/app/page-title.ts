import { useRouteContext } from "@tanstack/react-router";
import { useEffect, useSyncExternalStore } from "react";

/** The title of the screen that is shown, for the crumbs above it. */
let current = "";
const listeners = new Set<() => void>();

function setCurrent(title: string): void {
  current = title;
  for (const tell of listeners) tell();
}

/** Makes a title that of the screen; the answer is the window's, with the organization's name behind it. */
export function usePageTitle(title: string): string {
  useEffect(() => {
    setCurrent(title);
    return () => setCurrent("");
  }, [title]);
  const organization = useRouteContext({ strict: false, select: (context) => context.organization?.name });
  return [title, organization, "Concord"].filter(Boolean).join(" · ");
}

export function useCurrentTitle(): string {
  return useSyncExternalStore(
    (listen) => {
      listeners.add(listen);
      return () => listeners.delete(listen);
    },
    () => current,
  );
}
