import { Tooltip } from "@mantine/core";
import { useEffect, useState } from "react";
import type { Instant } from "#kernel/time.ts";
import { showExact, showMoment, showRelative, showText } from "./show.ts";

type WhenProps = {
  at: Instant | null | undefined;
  /** Said where there is none. */ never?: string;
  absolute?: boolean;
};

/** A moment as people say it, the exact one on hover and focus. Keeps itself up to date. */
export function When({ at, never, absolute = false }: WhenProps) {
  const now = useMinute();
  if (!at) return <>{showText(never)}</>;
  return (
    <Tooltip label={showExact(at)}>
      <time dateTime={at}>{absolute ? showMoment(at) : showRelative(at, now)}</time>
    </Tooltip>
  );
}

/** The time in milliseconds, told anew every half minute while it is shown. */
function useMinute(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
