import { type RefObject, useEffect, useRef } from "react";

type EndlessProps = { root: RefObject<HTMLElement | null>; isOn: boolean; onNear: () => void };

/** The end of a list that is loaded as it is read: asks for more before the end is in sight. */
export function Endless({ root, isOn, onNear }: EndlessProps) {
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!isOn || end.current === null) return undefined;
    const watcher = new IntersectionObserver(
      (seen) => seen.some(({ isIntersecting }) => isIntersecting) && onNear(),
      {
        root: root.current,
        rootMargin: "0px 0px 800px 0px",
      },
    );
    watcher.observe(end.current);
    return () => watcher.disconnect();
  }, [root, isOn, onNear]);
  return <div ref={end} aria-hidden style={{ height: 1 }} />;
}
