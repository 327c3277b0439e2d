import { type RefObject, useLayoutEffect, useState } from "react";

/** What there is of a scrolling box: its width in pixels, and whether more of its content lies to the right. */
export type Room = { px: number; hasMore: boolean };

/** The room of a box, kept up to date as it and its content change and as it is scrolled. */
export function useRoom(box: RefObject<HTMLElement | null>): Room {
  const [room, setRoom] = useState<Room>({ px: Number.POSITIVE_INFINITY, hasMore: false });
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const measure = (): void => {
      const px = element.clientWidth;
      const hasMore = element.scrollLeft + px < element.scrollWidth - 1;
      setRoom((before) => (before.px === px && before.hasMore === hasMore ? before : { px, hasMore }));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    for (const child of element.children) observer.observe(child);
    element.addEventListener("scroll", measure, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", measure);
    };
  });
  return room;
}
