import { Tooltip } from "@mantine/core";
import { useEffect, useState } from "react";
import { type Instant, msOf } from "#kernel/time.ts";
import { showDate, showExact, showMoment, showRelative, showText } from "./show.ts";

type WhenProps = {
  at: Instant | null | undefined;
  /** Said where there is none. */ never?: string;
  absolute?: boolean;
};

/** Past this a date says more than `last month` does. */
const farMs = 30 * 86_400_000;

function isFar(at: Instant, nowMs: number): boolean {
  return Math.abs(msOf(at) - nowMs) > farMs;
}

/** A moment as people say it, the exact one on hover and focus. Keeps itself up to date. */
export function When({ at, never, absolute = false }: WhenProps) {
  const now = useMinute();
  if (!at) return <>{showText(never)}</>;
  return (
    <Tooltip label={showExact(at)}>
      <time dateTime={at}>
        {absolute ? showMoment(at) : isFar(at, now) ? showDate(at) : showRelative(at, now)}
      </time>
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
