import { z } from "zod";
import { AppError } from "#kernel/errors.ts";

/** Grows when an older program could no longer read the file. */
export const formatVersion = 1;

const Header = z.object({
  format: z.literal("concord-backup"),
  version: z.number().int(),
  made_at: z.string(),
  server_version: z.string(),
  /** First letters of the master key's hash: the key itself is never in a backup. */
  master_key_id: z.string(),
  migrations: z.array(z.object({ name: z.string(), hash: z.string() })).min(1),
});
export type Header = z.output<typeof Header>;

/** A table whose rows follow, in COPY's text format with these columns. */
export type TableStart = { schema: string; name: string; columns: string[] };
export type TableEnd = { rows: number; sha256: string };

const Footer = z.object({
  /** Last values as text: they are 64 bits. `null` where the sequence was never used. */
  sequences: z.array(z.object({ schema: z.string(), name: z.string(), last_value: z.string().nullable() })),
  tables: z.number().int(),
  rows: z.number().int(),
  /** Of all that comes before. */
  sha256: z.string(),
});
export type Footer = z.output<typeof Footer>;

/** The header, or a refusal: not a backup, or one of a newer program. */
export function readHeader(json: unknown): Header {
  const version = z.object({ format: z.literal("concord-backup"), version: z.number() }).safeParse(json);
  if (version.success && version.data.version > formatVersion)
    throw new AppError("restore.newer", { format_version: version.data.version });
  const parsed = Header.safeParse(json);
  if (!parsed.success)
    throw new AppError("restore.damaged", {
      message: "This is not a backup of Concord",
      remedy: "Choose a file that concord backup made; nothing was changed.",
    });
  return parsed.data;
}

/** The footer, or a refusal. */
export function readFooter(json: unknown): Footer {
  const parsed = Footer.safeParse(json);
  if (!parsed.success) throw new AppError("restore.damaged");
  return parsed.data;
}
