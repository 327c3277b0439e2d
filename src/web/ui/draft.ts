import { useRouteContext } from "@tanstack/react-router";
import { useState } from "react";
import { type Instant, instantFromMs } from "#kernel/time.ts";

/** Values of a form that was left before it was sent, and what they were begun on. */
export type Draft<Values = unknown, Basis = unknown> = { at: Instant; values: Values; basis?: Basis };

type DraftStore<Values, Basis> = {
  found: Draft<Values, Basis> | undefined;
  keep: (values: Values, basis: Basis | undefined) => void;
  drop: () => void;
};

/**
 * Keeps a form's values in this browser, under a name that tells form and record: `customer new`. Each person has
 * drafts of their own in each organization, since several may use one browser.
 */
export function useDraft<Values, Basis = unknown>(name: string | undefined): DraftStore<Values, Basis> {
  const owner = useRouteContext({
    strict: false,
    select: ({ organization, me }) => `${organization?.id} ${me?.person.id}`,
  });
  const key = name === undefined ? undefined : `concord draft ${owner} ${name}`;
  const [found, setFound] = useState<Draft<Values, Basis> | undefined>(() => read(key));
  return {
    found,
    keep(values, basis) {
      if (key === undefined) return;
      const draft: Draft<Values, Basis> = { at: instantFromMs(Date.now()), values };
      write(key, JSON.stringify(basis === undefined ? draft : { ...draft, basis }));
    },
    drop() {
      if (key === undefined) return;
      write(key, undefined);
      setFound(undefined);
    },
  };
}

function read<Values, Basis>(key: string | undefined): Draft<Values, Basis> | undefined {
  if (key === undefined) return undefined;
  try {
    const text = localStorage.getItem(key);
    return text === null ? undefined : (JSON.parse(text) as Draft<Values, Basis>);
  } catch {
    // Forbidden storage or a text that is none of ours: there is no draft then.
    return undefined;
  }
}

function write(key: string, text: string | undefined): void {
  try {
    if (text === undefined) localStorage.removeItem(key);
    else localStorage.setItem(key, text);
  } catch {
    // Full or forbidden storage: the form still works, it only keeps no draft.
  }
}
