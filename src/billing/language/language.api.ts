import { z } from "zod";
import { readLanguage } from "./language-code.ts";

/**
 * A language that is offered, in its canonical form (`de_at` becomes `de-AT`); null stays null. What came with an
 * import or from another system may be another text; what is written here may not.
 */
export function offeredLanguage<Text extends string | null>(
  text: Text,
  context: z.RefinementCtx,
): string | Extract<Text, null> {
  if (text === null) return text as Extract<Text, null>;
  const read = readLanguage(text);
  if (read.ok) return read.value;
  context.addIssue({ code: "custom", message: read.refusal, input: text });
  return z.NEVER;
}
