import { type RefObject, useEffect, useState } from "react";
import { rowPx } from "./column.ts";

/** Rows above and below the visible ones that are there already, so that quick scrolling shows no gaps. */
const spareRows = 20;
/** Lists up to this length are simply there as a whole. */
const wholeUpTo = 120;

export type Window = { from: number; to: number };

/** Which rows of a long list are in sight or nearly so. */
export function useWindow(box: RefObject<HTMLElement | null>, count: number): Window {
  const [at, setAt] = useState<Window>({ from: 0, to: wholeUpTo });
  const isLong = count > wholeUpTo;
  useEffect(() => {
    const element = box.current;
    if (element === null || !isLong) return undefined;
    const update = (): void => {
      // Rounded to tens: a row more or less is no reason to render anew.
      const first = Math.floor(element.scrollTop / rowPx / 10) * 10;
      const visible = Math.ceil(element.clientHeight / rowPx);
      const next = { from: Math.max(0, first - spareRows), to: first + visible + 10 + spareRows };
      setAt((before) => (before.from === next.from && before.to === next.to ? before : next));
    };
    update();
    element.addEventListener("scroll", update, { passive: true });
    const watcher = new ResizeObserver(update);
    watcher.observe(element);
    return () => {
      element.removeEventListener("scroll", update);
      watcher.disconnect();
    };
  }, [box, isLong]);
  return isLong ? { from: Math.min(at.from, count), to: Math.min(at.to, count) } : { from: 0, to: count };
}
