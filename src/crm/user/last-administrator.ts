/**
 * Whether those who are given up are all administrators that there are, so that nobody could do the set-up any more.
 * Where none of them is one, nothing is lost.
 */
export function isLast<One>(administrators: readonly One[], isGivenUp: (one: One) => boolean): boolean {
  return administrators.length > 0 && administrators.every(isGivenUp);
}
