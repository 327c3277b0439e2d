import { z } from "zod";
import { NewOrganization } from "#platform/auth/organization.api.ts";

/** The organizations with the keys of the command line. */
export const KeyedOrganizations = z.object({
  organizations: z.array(z.object({ id: z.string(), name: z.string(), key: z.string() })),
});

/** A new organization; without an owner it is the only person there is. An owner without an account gets one. */
export const OperatorOrganization = NewOrganization.extend({
  owner: z.email("must be an e-mail address").optional(),
});

/** `password` is there when the owner's account was made just now; it is shown this once. */
export const MadeOrganization = z.object({
  id: z.string(),
  name: z.string(),
  owner: z.string(),
  password: z.string().optional(),
});
