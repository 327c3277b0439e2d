import { type Instant, plusMs } from "#kernel/time.ts";

const minute = 60_000;

/** The pauses between attempts: most of what hinders a mail server has passed after some hours. */
const pausesMs = [minute, 5 * minute, 30 * minute, 2 * 60 * minute, 6 * 60 * minute] as const;

/** When an e-mail is tried again after so many attempts; undefined where it is given up. */
export function nextEmailAttempt(attempts: number, now: Instant): Instant | undefined {
  const pause = pausesMs[attempts - 1];
  return pause === undefined ? undefined : plusMs(now, pause);
}
