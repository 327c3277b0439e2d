import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from "react";
import { rowPx } from "./column.ts";

type KeysOptions = {
  box: RefObject<HTMLElement | null>;
  count: number;
  open?: ((at: number, how: "panel" | "page") => void) | undefined;
  toggle?: ((at: number, asFar: boolean) => void) | undefined;
};

export type Keys = {
  active: number;
  setActive: (at: number) => void;
  onKeyDown: (event: KeyboardEvent) => void;
};

/** Pixels that the sticky head covers. */
const headPx = 36;
const pageRows = 10;

/** Moves through rows by arrows, j and k, Home and End, Page up and down; Enter opens, x or the space bar ticks, with Shift all up to there. */
export function useKeys({ box, count, open, toggle }: KeysOptions): Keys {
  const [active, setActive] = useState(0);
  const wanted = useRef(false);
  const at = Math.min(active, Math.max(0, count - 1));

  useEffect(() => {
    if (!wanted.current) return;
    const row = box.current?.querySelector<HTMLElement>(`[data-at="${at}"]`);
    if (!row) return;
    wanted.current = false;
    row.focus({ preventScroll: true });
  });

  function moveTo(next: number): void {
    const to = Math.max(0, Math.min(count - 1, next));
    wanted.current = true;
    setActive(to);
    const element = box.current;
    if (element === null) return;
    const top = to * rowPx;
    if (top < element.scrollTop) element.scrollTo({ top });
    const bottom = top + rowPx + headPx;
    if (bottom > element.scrollTop + element.clientHeight)
      element.scrollTo({ top: bottom - element.clientHeight });
  }

  function onKeyDown(event: KeyboardEvent): void {
    // Keys that are meant for a link, button or tick within the row are theirs.
    if (!(event.target instanceof HTMLElement) || event.target.dataset["at"] === undefined) return;
    const steps: Record<string, number> = {
      ArrowDown: 1,
      j: 1,
      ArrowUp: -1,
      k: -1,
      PageDown: pageRows,
      PageUp: -pageRows,
      Home: -count,
      End: count,
    };
    const step = steps[event.key];
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (step !== undefined && isPlain) moveTo(at + step);
    else if (event.key === "Enter" && open) open(at, event.ctrlKey || event.metaKey ? "page" : "panel");
    else if (/^[xX ]$/.test(event.key) && toggle && isPlain) toggle(at, event.shiftKey);
    else return;
    event.preventDefault();
  }

  return { active: at, setActive, onKeyDown };
}
