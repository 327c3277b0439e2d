import { z } from "zod";

/** What stands in a header is on one line: a line break would begin another header. */
const oneLine = /^[^\p{Cc}\u2028\u2029]*$/u;

/** A name or subject. */
export function headerInput(missing: string) {
  return z
    .string()
    .regex(oneLine, "Write it on one line")
    .trim()
    .min(1, missing)
    .max(300, "Use at most 300 characters");
}

/** The text of an e-mail. */
export const textInput = z
  .string()
  .trim()
  .min(1, "Enter a text")
  .max(20_000, "Use at most 20,000 characters");

/** The address of somebody. */
export const addressInput = z
  .string()
  .trim()
  .max(254, "Use at most 254 characters")
  .pipe(z.email("Enter an e-mail address, such as name@example.com"));

/** What is written of somebody, as an address that mail goes to: what came from elsewhere may be none, or several. */
export function mailAddress(written: string | null): string | undefined {
  return addressInput.safeParse(written).data;
}
