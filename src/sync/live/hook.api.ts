import { z } from "zod";
import { endpoint } from "#platform/http/endpoint.ts";

/** Called by the CRM. It proves itself by the token of its channel alone, so nothing else that it says is believed. */
export const hearCrm = endpoint({
  method: "POST",
  path: "/hooks/crm/{organization}/{connection}",
  summary: "A CRM tells that something changed: a run begins, and reads what",
  tag: "Integrations",
  access: "public",
  params: z.object({ organization: z.string().max(60), connection: z.string().max(60) }),
  // A newer CRM may say more than this one does: what is not the token is not looked at.
  body: z.object({ token: z.unknown().optional() }),
  maxBodyBytes: 200_000,
  reply: z.object({}),
  refuses: ["hook.token_wrong"],
});
