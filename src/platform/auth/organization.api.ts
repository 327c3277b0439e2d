import { z } from "zod";
import { isCurrency } from "#kernel/money.ts";
import { isVisible } from "#kernel/text.ts";
import { endpoint } from "#platform/http/endpoint.ts";

const tag = "Organizations";

/** What a person may do in an organization, from most to least (platform/auth/actor.ts says what each reaches). */
export const Role = z.enum(["owner", "admin", "accountant", "sales", "read_only", "crm"]);
export type Role = z.output<typeof Role>;

/** Whether a text names a time zone, by any of its names: browsers do not agree on whether it is Asia/Kolkata or Asia/Calcutta. */
export function isTimeZone(text: string): boolean {
  try {
    return (
      new Intl.DateTimeFormat("en", { timeZone: text }).resolvedOptions().timeZone !== "" &&
      !/^[+-]/.test(text)
    );
  } catch {
    return false;
  }
}

/** What an organization is called: one line that can be seen, on pages and papers. */
export const OrganizationName = z
  .string()
  .trim()
  .min(1, "Enter the organization's name")
  .max(200, "Use at most 200 characters")
  .regex(/^\P{Cc}*$/u, "Use one line, without tabs or line breaks")
  .refine((text) => text === "" || isVisible(text), "Enter a name that can be seen");

export const NewOrganization = z.object({
  name: OrganizationName,
  /** ISO 3166-1, two letters. */
  country: z.string().regex(/^[A-Z]{2}$/, "Choose the country"),
  currency: z.string().refine(isCurrency, "Choose the currency"),
  time_zone: z.string().refine(isTimeZone, "Choose the time zone"),
});

export const createOrganization = endpoint({
  method: "POST",
  path: "/organizations",
  summary: "A new organization with its billing and its CRM; the caller owns it",
  tag,
  access: "signed_in",
  body: NewOrganization,
  reply: z.object({ id: z.string(), name: z.string() }),
});

export const Me = z.object({
  person: z.object({ id: z.string(), name: z.string(), email: z.string() }),
  organizations: z.array(z.object({ id: z.string(), name: z.string(), role: Role })),
});
export type Me = z.output<typeof Me>;

export const me = endpoint({
  method: "GET",
  path: "/me",
  summary: "Who is signed in, and the organizations they belong to, the one joined first in front",
  tag,
  access: "signed_in",
  reply: Me,
});
