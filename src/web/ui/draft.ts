import { useState } from "react";
import { type Instant, instantFromMs } from "#kernel/time.ts";

/** Values of a form that was left before it was sent. */
export type Draft<Values = unknown> = { at: Instant; values: Values };

type DraftStore<Values> = {
  found: Draft<Values> | undefined;
  keep: (values: Values) => void;
  drop: () => void;
};

/** Keeps a form's values in this browser, under a name that tells form and record: `customer new`. */
export function useDraft<Values>(name: string | undefined): DraftStore<Values> {
  const key = name === undefined ? undefined : `concord draft ${name}`;
  const [found, setFound] = useState<Draft<Values> | undefined>(() => read(key));
  return {
    found,
    keep(values) {
      if (key === undefined) return;
      write(key, JSON.stringify({ at: instantFromMs(Date.now()), values } satisfies Draft<Values>));
    },
    drop() {
      if (key === undefined) return;
      write(key, undefined);
      setFound(undefined);
    },
  };
}

function read<Values>(key: string | undefined): Draft<Values> | undefined {
  if (key === undefined) return undefined;
  try {
    const text = localStorage.getItem(key);
    return text === null ? undefined : (JSON.parse(text) as Draft<Values>);
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
