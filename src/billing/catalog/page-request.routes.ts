import { AppError } from "#kernel/errors.ts";
import { readCursor } from "#kernel/page.ts";
import type { CatalogListRequest } from "./catalog-row.store.ts";

/** What a list's query asks for, its cursor read; refuses one that is not of ours. */
export function pageRequest({
  cursor,
  search,
  limit,
}: {
  cursor?: string | undefined;
  search?: string | undefined;
  limit: number;
}): CatalogListRequest {
  const after = cursor === undefined ? undefined : readCursor(cursor);
  if (cursor !== undefined && after === undefined)
    throw new AppError("request.invalid", {
      part: "query",
      fields: [{ path: "cursor", problem: "must be the next_cursor of an earlier page" }],
    });
  return { search, after, limit };
}
