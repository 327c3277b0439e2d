import { setTimeout as sleep } from "node:timers/promises";
import * as api from "#billing/move-in/move-in.api.ts";
import type { Call } from "#platform/http/endpoint.ts";
import type { Organization } from "../../support/world.ts";

type Upload = Call<typeof api.uploadMoveIn>["body"];
export type Options = Partial<Pick<Upload, "existing" | "date_order" | "decimal_sign">>;

/** Waits until no worker is at an import any more; answers how it is then. */
export async function settledMoveIn(shop: Organization, id: string): Promise<api.MoveInView> {
  for (let left = 600; left > 0; left -= 1) {
    const view = await shop.send(api.getMoveIn, { params: { move_in: id } });
    if (!["previewing", "running", "undoing"].includes(view.status)) return view;
    await sleep(50);
  }
  throw new Error(`${id} does not end`);
}

/** Sends a file and has it previewed. */
export async function previewed(
  shop: Organization,
  kind: Upload["kind"],
  csv: string,
  options: Options = {},
): Promise<api.MoveInView> {
  const { id } = await shop.send(api.uploadMoveIn, {
    body: { kind, file_name: "export.csv", csv, ...options },
  });
  await shop.send(api.previewMoveIn, { params: { move_in: id } });
  return settledMoveIn(shop, id);
}

/** Sends a file, has it previewed, and imports it. */
export async function movedIn(
  shop: Organization,
  kind: Upload["kind"],
  csv: string,
  options: Options = {},
): Promise<api.MoveInView> {
  const { id } = await previewed(shop, kind, csv, options);
  await shop.send(api.runMoveIn, { params: { move_in: id } });
  return settledMoveIn(shop, id);
}

/** Has an import taken back. */
export async function takenBack(shop: Organization, id: string): Promise<api.MoveInView> {
  await shop.send(api.undoMoveIn, { params: { move_in: id } });
  return settledMoveIn(shop, id);
}

/** The rows of an import. */
export async function rowsOf(shop: Organization, id: string, outcome?: api.MoveInRowView["outcome"]) {
  const query = { limit: 200, ...(outcome ? { outcome } : {}) };
  return (await shop.send(api.listMoveInRows, { params: { move_in: id }, query })).items;
}

/** What is wrong with each row, in words: `3 EmailID "nobody": …`. */
export async function problemsIn(shop: Organization, id: string): Promise<string[]> {
  const rows = await rowsOf(shop, id, "failed");
  return rows.flatMap(({ row, problems }) =>
    problems.map(({ heading, value, problem }) => `${row} ${heading ?? "-"} ${value ?? "-"}: ${problem}`),
  );
}

/** A file of these lines. */
export function csvOf(...lines: string[]): string {
  return `${lines.join("\r\n")}\r\n`;
}
