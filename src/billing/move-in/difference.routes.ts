import { amountText } from "#kernel/money.ts";
import { cursorOf, pageOf } from "#kernel/page.ts";
import type { Tx } from "#platform/db/db.ts";
import { type Route } from "#platform/http/serve.ts";
import { tenantRoute } from "#billing/tenant-route.routes.ts";
import * as api from "./difference.api.ts";
import { countDifferences, findLeftOut, hasPayments, listDifferences } from "./difference.store.ts";
import { type Difference, type Missing, whyOf } from "./difference.ts";
import { getMoveIn } from "./move-in.commands.ts";

/** What came in and comes to another figure than its file says. */
export function differenceRoutes(): Route[] {
  return [
    tenantRoute(api.listMoveInDifferences, async ({ tx, query: { move_in: moveIn, cursor, limit } }) => {
      if (moveIn !== undefined) await getMoveIn(tx, moveIn);
      const after = cursorOf(cursor)?.id;
      const found = await listDifferences(tx, { moveIn, after, limit: limit + 1 });
      const missing = await missingOf(tx, found);
      const page = pageOf(
        found,
        limit,
        ({ place }) => ({ value: null, id: place }),
        (one) => viewOf(one, missing(one)),
      );
      return { ...page, count: await countDifferences(tx, moveIn) };
    }),
  ];
}

async function missingOf(tx: Tx, found: readonly Difference[]): Promise<(of: Difference) => Missing> {
  const invoices = found.filter(({ kind }) => kind === "invoice").map(({ name }) => name);
  const leftOut = invoices.length === 0 ? new Map() : await findLeftOut(tx, invoices);
  const isPaid = await hasPayments(tx);
  return ({ name }) => ({ leftOut: leftOut.get(name), hasPayments: isPaid });
}

function viewOf(difference: Difference, missing: Missing): api.MoveInDifference {
  const { move_in, file_name, row, kind, figure, subject, name, customer_id, customer_name } = difference;
  const { currency_code, stated, here, status } = difference;
  return {
    ...{ move_in, file_name, row, kind, subject, name, customer_id, customer_name, figure, currency_code },
    ...{ in_file: amountText(stated, currency_code), here: amountText(here, currency_code), status },
    ...whyOf(difference, missing),
  };
}
