import { say } from "./say.ts";
import type { Words } from "./words/english.ts";

/** A coupon by its name and by the code that was entered: `Coupon Spring (SPRING20)`. */
export function couponWords({ code, name }: { code: string; name: string }, words: Words): string {
  return say(words.coupon, { coupon: name === code ? code : `${name} (${code})` });
}
