import { useEffect, useState } from "react";

/** What is there sooner than this is shown without ever having looked like waiting. */
export const patienceMs = 200;

/** Whether something has been waited for long enough to say so. */
export function useWaitedLong(isWaiting: boolean): boolean {
  const [long, setLong] = useState(false);
  useEffect(() => {
    if (!isWaiting) return undefined;
    const timer = setTimeout(() => setLong(true), patienceMs);
    return () => {
      clearTimeout(timer);
      setLong(false);
    };
  }, [isWaiting]);
  return isWaiting && long;
}
