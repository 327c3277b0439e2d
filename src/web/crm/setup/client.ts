import type { listClients } from "#crm/key/key.api.ts";
import type { Received } from "#platform/http/endpoint.ts";

/** A program that may ask for tokens of the CRM's API. */
export type Client = Received<typeof listClients>["items"][number];
