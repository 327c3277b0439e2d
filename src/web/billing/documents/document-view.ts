import type { z } from "zod";
import type { documentView } from "#billing/document/document-schema.api.ts";

/** What every kind of document has. */
export type DocumentView = z.output<z.ZodObject<typeof documentView>>;
