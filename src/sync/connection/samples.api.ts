import { z } from "zod";
import { endpoint } from "#platform/http/endpoint.ts";
import { ModuleChoice, ViewRef } from "./settings.api.ts";

const Records = z.array(z.record(z.string(), z.unknown()));

export const readSamples = endpoint({
  method: "GET",
  path: "/connections/{connection}/samples",
  summary: "Three records of each chosen view, as the CRM holds them; of all records where no view is named",
  tag: "Integrations",
  access: "read",
  params: z.object({ connection: z.string().startsWith("con_", "must be the id of a connection") }),
  query: z.object({
    module: ModuleChoice,
    view: ViewRef.shape.id.optional(),
    contact_view: ViewRef.shape.id.optional(),
  }),
  reply: z.object({ samples: Records, contact_samples: Records }),
  refuses: ["connection.not_found", "connection.key_refused", "connection.unreachable"],
});
