import { z } from "zod";

export const ZscCredentials = z.object({
  kind: z.literal("zsc").default("zsc"),
  email: z.email("must be the e-mail address of a CRM user"),
  zsc_key: z
    .string()
    .trim()
    .min(1, "enter the ZSC key; generate one in the CRM under Developer space > ZSC key"),
  crm_url: z.url("must be the address of a CRM server").optional(),
});

export const OAuthCredentials = z.object({
  kind: z.literal("oauth"),
  data_centre: z.enum(["us", "eu", "in", "au", "jp", "cn", "ca", "sa", "uk"]),
  client_id: z.string().min(1),
  client_secret: z.string().min(1),
  grant_code: z.string().min(1, "enter the code that the API console made for the self client"),
  crm_url: z.url().optional(),
});

/** How a CRM is connected: by e-mail address and ZSC key, or by the code of a self client. */
export const Credentials = z.union([OAuthCredentials, ZscCredentials]);
