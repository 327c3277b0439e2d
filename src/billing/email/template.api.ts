import { z } from "zod";
import { endpoint } from "#platform/http/endpoint.ts";
import { headerInput, textInput } from "./email-input.api.ts";
import { emailKinds } from "./email-kind.ts";

const tag = "E-mail";

const kind = z.enum(emailKinds);

export const TemplateView = z.object({
  kind,
  subject: z.string(),
  text: z.string(),
  /** Whether the organization wrote these words; else they are those that come along. */
  is_own: z.boolean(),
  /** The original words for cases of their own; none beside the organization's words, which go for every case. */
  besides: z.array(z.object({ when: z.string(), subject: z.string(), text: z.string() })),
  /** What may stand in braces, and what it stands for. */
  placeholders: z.array(z.object({ name: z.string(), meaning: z.string() })),
});
export type TemplateView = z.output<typeof TemplateView>;

export const listTemplates = endpoint({
  method: "GET",
  path: "/email-templates",
  summary: "The words of each kind of e-mail, and the placeholders that they may hold",
  tag,
  access: "read",
  reply: z.object({ items: z.array(TemplateView) }),
});

export const TemplateInput = z.strictObject({
  kind,
  subject: headerInput("Enter a subject"),
  text: textInput,
});

export const setTemplate = endpoint({
  method: "PUT",
  path: "/email-templates",
  summary: "Write other words for a kind of e-mail; a placeholder that it does not know is refused by name",
  tag,
  access: "admin",
  body: TemplateInput,
  reply: TemplateView,
  refuses: ["email.unknown_placeholder"],
});

export const resetTemplate = endpoint({
  method: "POST",
  path: "/email-templates/actions/reset",
  summary: "Take the words that come along for a kind of e-mail again",
  tag,
  access: "admin",
  body: z.strictObject({ kind }),
  reply: TemplateView,
});
